package sample.shop.order;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import sample.shop.payment.CardNumber;

/**
 * What a client orders.
 *
 * @param customerId who buys
 * @param lines what is bought
 * @param card the number of the card to charge at once, or {@code null} to pay later
 */
record NewOrder(long customerId, @NotEmpty List<@Valid Line> lines, @CardNumber @Nullable String card) {

	record Line(long productId, @Positive int quantity) {
	}

}
