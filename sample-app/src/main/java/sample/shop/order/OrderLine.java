package sample.shop.order;

import java.math.BigDecimal;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import sample.shop.BaseEntity;
import sample.shop.product.Product;

/**
 * So many of a product, at the price that it had when it was ordered.
 */
@Entity
class OrderLine extends BaseEntity {

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@SuppressWarnings("UnusedVariable") // Read by Hibernate: this side holds the key
	private Order order;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	private Product product;

	private int quantity;

	private BigDecimal price;

	// For Hibernate
	@SuppressWarnings("NullAway.Init")
	protected OrderLine() {
	}

	OrderLine(Order order, Product product, int quantity) {
		this.order = order;
		this.product = product;
		this.quantity = quantity;
		this.price = product.getPrice();
	}

	Product getProduct() {
		return this.product;
	}

	int getQuantity() {
		return this.quantity;
	}

	BigDecimal getPrice() {
		return this.price;
	}

	BigDecimal getAmount() {
		return this.price.multiply(BigDecimal.valueOf(this.quantity));
	}

}
