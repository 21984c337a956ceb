package sample.shop.payment;

import java.math.BigDecimal;

import jakarta.persistence.Entity;
import sample.shop.BaseEntity;

/**
 * Money that came in for an order. Of the card's number only the end is kept.
 */
@Entity
class Payment extends BaseEntity {

	private long orderId;

	private BigDecimal amount;

	private String cardEnding;

	// For Hibernate
	@SuppressWarnings("NullAway.Init")
	protected Payment() {
	}

	Payment(long orderId, BigDecimal amount, String cardEnding) {
		this.orderId = orderId;
		this.amount = amount;
		this.cardEnding = cardEnding;
	}

	long getOrderId() {
		return this.orderId;
	}

	BigDecimal getAmount() {
		return this.amount;
	}

	String getCardEnding() {
		return this.cardEnding;
	}

}
