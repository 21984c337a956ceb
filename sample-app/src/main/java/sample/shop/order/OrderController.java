package sample.shop.order;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import sample.shop.payment.CardNumber;
import sample.shop.payment.Receipt;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderService orders;

	OrderController(OrderService orders) {
		this.orders = orders;
	}

	@GetMapping
	List<OrderView> list() {
		return this.orders.list();
	}

	@GetMapping("/{id}")
	OrderView get(@PathVariable long id) {
		return this.orders.get(id);
	}

	@PostMapping
	ResponseEntity<OrderView> place(@Valid @RequestBody NewOrder newOrder) {
		OrderView order = this.orders.place(newOrder);
		return ResponseEntity.created(URI.create("/orders/" + order.id())).body(order);
	}

	@PostMapping("/{id}/payments")
	@ResponseStatus(HttpStatus.CREATED)
	Receipt pay(@PathVariable long id, @Valid @RequestBody NewPayment payment) {
		return this.orders.pay(id, payment.card());
	}

	record NewPayment(@NotNull @CardNumber String card) {
	}

}
