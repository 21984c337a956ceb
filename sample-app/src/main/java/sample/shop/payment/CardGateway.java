package sample.shop.payment;

import java.math.BigDecimal;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks the card company, over HTTP.
 */
@Component
class CardGateway {

	private final RestClient client = RestClient.builder()
		// Unlike the others it leaves no threads behind
		.requestFactory(new SimpleClientHttpRequestFactory())
		.build();

	private final CardCompany company;

	CardGateway(CardCompany company) {
		this.company = company;
	}

	void charge(String card, BigDecimal amount) {
		this.client.post()
			.uri(this.company.url() + "/charges?amount={amount}", amount)
			.contentType(MediaType.TEXT_PLAIN)
			.body(card)
			.retrieve()
			.onStatus(HttpStatus.PAYMENT_REQUIRED::isSameCodeAs, (request, response) -> {
				throw new PaymentDeclinedException();
			})
			.toBodilessEntity();
	}

}
