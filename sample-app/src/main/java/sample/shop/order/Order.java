package sample.shop.order;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import sample.shop.BaseEntity;
import sample.shop.customer.Customer;
import sample.shop.product.Product;

/**
 * What a customer wants.
 */
@Entity
@Table(name = "orders")
class Order extends BaseEntity {

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	private Customer customer;

	@OneToMany(mappedBy = "order", cascade = CascadeType.ALL, orphanRemoval = true)
	@OrderBy("id")
	private List<OrderLine> lines = new ArrayList<>();

	private boolean paid;

	// For Hibernate
	@SuppressWarnings("NullAway.Init")
	protected Order() {
	}

	Order(Customer customer) {
		this.customer = customer;
	}

	Customer getCustomer() {
		return this.customer;
	}

	List<OrderLine> getLines() {
		return this.lines;
	}

	BigDecimal getTotal() {
		return this.lines.stream().map(OrderLine::getAmount).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	boolean isPaid() {
		return this.paid;
	}

	void add(Product product, int quantity) {
		this.lines.add(new OrderLine(this, product, quantity));
	}

	void markPaid() {
		this.paid = true;
	}

}
