package sample.shop.payment;

import java.math.BigDecimal;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes money for orders.
 */
@Service
public class PaymentService {

	private final CardGateway gateway;

	private final PaymentRepository payments;

	PaymentService(CardGateway gateway, PaymentRepository payments) {
		this.gateway = gateway;
		this.payments = payments;
	}

	/**
	 * Charge a card, in the transaction that marks the order as paid: both are written or
	 * neither. Deliberately, that transaction sits idle while the card company answers.
	 * @param orderId what is paid
	 * @param amount how much
	 * @param card the card's number
	 * @return what the client is told
	 * @throws PaymentDeclinedException if the card company refuses
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Receipt charge(long orderId, BigDecimal amount, String card) {
		this.gateway.charge(card, amount);
		Payment payment = new Payment(orderId, amount, card.substring(card.length() - 4));
		return Receipt.of(this.payments.saveAndFlush(payment));
	}

}
