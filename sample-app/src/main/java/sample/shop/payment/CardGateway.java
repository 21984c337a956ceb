package sample.shop.payment;

import java.math.BigDecimal;
import java.time.Duration;

import org.springframework.stereotype.Component;

/**
 * Stands in for a card company somewhere on the internet: it takes its time, and it
 * declines every card whose number ends in 0000.
 */
@Component
class CardGateway {

	private final Duration latency;

	CardGateway(PaymentProperties properties) {
		this.latency = properties.latency();
	}

	void charge(String card, BigDecimal amount) {
		try {
			Thread.sleep(this.latency.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while " + amount + " was being charged", ex);
		}
		if (card.endsWith("0000")) {
			throw new PaymentDeclinedException();
		}
	}

}
