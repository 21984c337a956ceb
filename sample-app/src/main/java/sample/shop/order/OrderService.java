package sample.shop.order;

import java.util.Comparator;
import java.util.List;

import sample.shop.customer.CustomerRepository;
import sample.shop.payment.PaymentService;
import sample.shop.payment.Receipt;
import sample.shop.product.Product;
import sample.shop.product.ProductRepository;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/**
 * Places, pays and lists orders.
 */
@Service
class OrderService {

	private final OrderRepository orders;

	private final CustomerRepository customers;

	private final ProductRepository products;

	private final PaymentService payments;

	OrderService(OrderRepository orders, CustomerRepository customers, ProductRepository products,
			PaymentService payments) {
		this.orders = orders;
		this.customers = customers;
		this.products = products;
		this.payments = payments;
	}

	/**
	 * List the latest orders. Deliberately an N+1: each order's customer and lines are
	 * loaded by a query of their own when {@link OrderView} asks for them.
	 */
	@Transactional(readOnly = true)
	List<OrderView> list() {
		return this.orders.findFirst25ByOrderByIdDesc().stream().map(OrderView::of).toList();
	}

	@Transactional(readOnly = true)
	OrderView get(long id) {
		return this.orders.findWithLinesById(id).map(OrderView::of).orElseThrow(() -> notFound(id));
	}

	/**
	 * Place an order: all of it, paid if there is a card, or nothing. Deliberately, the
	 * card is charged while the products' rows are locked, so whoever orders one of them
	 * waits for the card company.
	 */
	@Transactional
	OrderView place(NewOrder newOrder) {
		Order order = new Order(this.customers.findById(newOrder.customerId())
			.orElseThrow(() -> unknown("customer", newOrder.customerId())));
		// Always locked in the same order, so that two orders cannot deadlock
		newOrder.lines().stream().sorted(Comparator.comparingLong(NewOrder.Line::productId)).forEach((line) -> {
			Product product = this.products.findLockedById(line.productId())
				.orElseThrow(() -> unknown("product", line.productId()));
			product.take(line.quantity());
			order.add(product, line.quantity());
		});
		// What the database refuses it refuses now, before the card is charged
		this.orders.saveAndFlush(order);
		if (newOrder.card() != null) {
			charge(order, newOrder.card());
		}
		return OrderView.of(order);
	}

	@Transactional
	Receipt pay(long id, String card) {
		Order order = this.orders.findLockedById(id).orElseThrow(() -> notFound(id));
		if (order.isPaid()) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Order " + id + " is paid already");
		}
		return charge(order, card);
	}

	private Receipt charge(Order order, String card) {
		Receipt receipt = this.payments.charge(order.getId(), order.getTotal(), card);
		order.markPaid();
		return receipt;
	}

	private static ResponseStatusException notFound(long id) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no order " + id);
	}

	private static ResponseStatusException unknown(String what, long id) {
		return new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT, "There is no " + what + " " + id);
	}

}
