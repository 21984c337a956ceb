package sample.shop.product;

import java.math.BigDecimal;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reads products and changes their prices and stocks.
 */
@Service
class ProductService {

	private final ProductRepository products;

	private final JdbcClient jdbc;

	ProductService(ProductRepository products, JdbcClient jdbc) {
		this.products = products;
		this.jdbc = jdbc;
	}

	@Transactional(readOnly = true)
	List<ProductView> list() {
		return this.products.findAllByOrderByName().stream().map(ProductView::of).toList();
	}

	@Transactional(readOnly = true)
	ProductView get(long id) {
		return this.products.findById(id).map(ProductView::of).orElseThrow(() -> notFound(id));
	}

	@Transactional
	int changePrices(int percent) {
		return this.products.multiplyPrices(BigDecimal.ONE.add(BigDecimal.valueOf(percent, 2)));
	}

	/**
	 * Put more on the shelf. Deliberately past JPA, as a batch job or a colleague's
	 * script would: an audit by entity listeners alone never sees it.
	 */
	@Transactional
	void restock(long id, int quantity) {
		int rows = this.jdbc.sql("update product set stock = stock + :quantity, version = version + 1 where id = :id")
			.param("quantity", quantity)
			.param("id", id)
			.update();
		if (rows == 0) {
			throw notFound(id);
		}
	}

	/**
	 * Change one price. Flushed at once: what the {@link PriceRule} throws out of the
	 * commit would arrive wrapped.
	 */
	@Transactional
	ProductView changePrice(long id, BigDecimal price) {
		Product product = this.products.findById(id).orElseThrow(() -> notFound(id));
		product.reprice(price);
		return ProductView.of(this.products.saveAndFlush(product));
	}

	private static ResponseStatusException notFound(long id) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no product " + id);
	}

}
