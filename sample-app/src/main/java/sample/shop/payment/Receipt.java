package sample.shop.payment;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What a client is told of a payment.
 *
 * @param publicId the payment's public id
 * @param orderId what is paid
 * @param amount how much
 * @param cardEnding the last digits of the card's number
 * @param createdAt when it was paid
 */
public record Receipt(UUID publicId, long orderId, BigDecimal amount, String cardEnding, Instant createdAt) {

	static Receipt of(Payment payment) {
		return new Receipt(payment.getPublicId(), payment.getOrderId(), payment.getAmount(), payment.getCardEnding(),
				payment.getCreatedAt());
	}

}
