package sample.shop.product;

import java.math.BigDecimal;

import jakarta.persistence.Entity;
import sample.shop.BaseEntity;

/**
 * Something on the shelf.
 */
@Entity
public class Product extends BaseEntity {

	private String name;

	private BigDecimal price;

	private int stock;

	// For Hibernate
	@SuppressWarnings("NullAway.Init")
	protected Product() {
	}

	String getName() {
		return this.name;
	}

	public BigDecimal getPrice() {
		return this.price;
	}

	void reprice(BigDecimal price) {
		this.price = price;
	}

	int getStock() {
		return this.stock;
	}

	/**
	 * Take some off the shelf. The caller holds the row's lock.
	 * @param quantity how many
	 * @throws OutOfStockException if there are not that many
	 */
	public void take(int quantity) {
		if (quantity > this.stock) {
			throw new OutOfStockException(this, quantity);
		}
		this.stock -= quantity;
	}

}
