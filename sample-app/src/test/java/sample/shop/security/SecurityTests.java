package sample.shop.security;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class SecurityTests {

	private final TestShop shop;

	SecurityTests(@Autowired TestShop shop) {
		this.shop = shop;
	}

	@Test
	void theApiAsksForALogin() {
		this.shop.anonymous().get().uri("/products").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void pricesAndReportsAreForTheAdministrator() {
		this.shop.alice().post().uri("/products/price-change?percent=1").exchange().expectStatus().isForbidden();
		this.shop.alice().get().uri("/reports/sales").exchange().expectStatus().isForbidden();
		this.shop.bob().get().uri("/reports/sales").exchange().expectStatus().isOk();
	}

	@Test
	void whatChangesSomethingTakesTheAdministratorAndTheTokenOfThePage() {
		EntityExchangeResult<String> page = this.shop.anonymous()
			.get()
			.uri("/actuator/dbmonitor")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectBody(String.class)
			.returnResult();
		String cookie = Objects.requireNonNull(page.getResponseCookies().getFirst("XSRF-TOKEN")).getValue();
		Matcher token = Pattern.compile("data-csrf-token=\"([^\"]+)\"").matcher(String.valueOf(page.getResponseBody()));
		assertThat(token.find()).isTrue();
		silence(this.shop.bob(), cookie, "").expectStatus().isForbidden();
		silence(this.shop.anonymous(), cookie, token.group(1)).expectStatus().isUnauthorized();
		silence(this.shop.alice(), cookie, token.group(1)).expectStatus().isForbidden();
		// Who gets this far is told what is missing
		silence(this.shop.bob(), cookie, token.group(1)).expectStatus().isBadRequest();
	}

	private static RestTestClient.ResponseSpec silence(RestTestClient client, String cookie, String token) {
		return client.post()
			.uri("/actuator/dbmonitor/alerts")
			.cookie("XSRF-TOKEN", cookie)
			.header("X-XSRF-TOKEN", token)
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"silence\": \"all\"}")
			.exchange();
	}

	@Test
	void theActuatorIsOpenToReadersOnly() {
		this.shop.anonymous().get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
		this.shop.anonymous().post().uri("/actuator/prometheus").exchange().expectStatus().isUnauthorized();
	}

}
