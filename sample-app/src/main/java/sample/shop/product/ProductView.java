package sample.shop.product;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * What a client is told of a product.
 */
record ProductView(long id, UUID publicId, String name, BigDecimal price, int stock) {

	static ProductView of(Product product) {
		return new ProductView(product.getId(), product.getPublicId(), product.getName(), product.getPrice(),
				product.getStock());
	}

}
