package sample.shop.product;

import java.math.BigDecimal;

import io.dbmonitor.audit.event.BeforeEntityChange;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What a price may be, whoever changes it through JPA: what this refuses is not written,
 * and takes its transaction with it.
 */
@Component
class PriceRule {

	private static final BigDecimal MOST = new BigDecimal("1.5");

	@EventListener
	void keep(BeforeEntityChange<Product> change) {
		if (!change.changedFields().contains("price")) {
			return;
		}
		Product product = change.entity();
		if (product.getPrice().signum() <= 0) {
			throw new PriceRefusedException("Product %d is not for free".formatted(product.getId()));
		}
		if (change.oldValue("price") instanceof BigDecimal old
				&& product.getPrice().compareTo(old.multiply(MOST)) > 0) {
			throw new PriceRefusedException("The price of product %d may rise by half at once, from %s to %s is more"
				.formatted(product.getId(), old, product.getPrice()));
		}
	}

}
