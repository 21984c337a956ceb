package sample.shop.order;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;
import sample.shop.order.OrderController.NewPayment;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class OrderTests {

	private static final String GOOD_CARD = "4000123412341234";

	private static final String DECLINED_CARD = "4000123412340000";

	private final TestShop shop;

	private final long customer;

	OrderTests(@Autowired TestShop shop) {
		this.shop = shop;
		this.customer = shop.addCustomer();
	}

	@Test
	void placingAnOrderTakesItsProductsOffTheShelf() {
		long lamp = this.shop.addProduct(5);
		long table = this.shop.addProduct(5);
		NewOrder order = new NewOrder(this.customer, List.of(new NewOrder.Line(table, 2), new NewOrder.Line(lamp, 1)),
				null);
		place(order).expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.total")
			.isEqualTo(30.0)
			.jsonPath("$.paid")
			.isEqualTo(false);
		assertThat(this.shop.stockOf(lamp)).isEqualTo(4);
		assertThat(this.shop.stockOf(table)).isEqualTo(3);
	}

	@Test
	void anOrderWithACardIsPaidAtOnce() {
		OrderView order = placed(order(this.shop.addProduct(1), 1, GOOD_CARD));
		assertThat(order.paid()).isTrue();
	}

	@Test
	void anOrderIsPaidOnlyOnce() {
		OrderView order = placed(order(this.shop.addProduct(1), 1, null));
		pay(order).expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.cardEnding")
			.isEqualTo("1234")
			.jsonPath("$.amount")
			.isEqualTo(10.0);
		pay(order).expectStatus().isEqualTo(HttpStatus.CONFLICT);
	}

	@Test
	void theListShowsTheLatestOrderFirst() {
		OrderView order = placed(order(this.shop.addProduct(1), 1, null));
		this.shop.alice()
			.get()
			.uri("/orders")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[0].id")
			.isEqualTo(order.id())
			.jsonPath("$[0].customer")
			.isEqualTo("Test")
			.jsonPath("$[0].lines.length()")
			.isEqualTo(1);
	}

	@Test
	void anOrderBeyondTheStockLeavesNoTrace() {
		long plentiful = this.shop.addProduct(5);
		long scarce = this.shop.addProduct(1);
		NewOrder order = new NewOrder(this.customer,
				List.of(new NewOrder.Line(plentiful, 2), new NewOrder.Line(scarce, 2)), null);
		place(order).expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Of product " + scarce + " there are 1, not 2");
		assertThat(this.shop.stockOf(plentiful)).isEqualTo(5);
		assertThat(this.shop.ordersOf(this.customer)).isZero();
	}

	@Test
	void anOrderWithADeclinedCardLeavesNoTrace() {
		long product = this.shop.addProduct(5);
		place(order(product, 2, DECLINED_CARD)).expectStatus().isEqualTo(HttpStatus.CONFLICT);
		assertThat(this.shop.stockOf(product)).isEqualTo(5);
		assertThat(this.shop.ordersOf(this.customer)).isZero();
	}

	@Test
	void anOrderOfNothingIsRefused() {
		place(new NewOrder(this.customer, List.of(), null)).expectStatus().isBadRequest();
	}

	@Test
	void contendingOrdersNeverSellMoreThanThereIs() throws Exception {
		long product = this.shop.addProduct(3);
		Callable<HttpStatusCode> buyer = () -> place(order(product, 1, GOOD_CARD)).returnResult().getStatus();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		List<HttpStatusCode> answers = new ArrayList<>();
		try {
			for (Future<HttpStatusCode> answer : threads.invokeAll(Collections.nCopies(8, buyer))) {
				answers.add(answer.get());
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(answers).filteredOn(HttpStatus.CREATED::isSameCodeAs).hasSize(3);
		assertThat(answers).filteredOn(HttpStatus.CONFLICT::isSameCodeAs).hasSize(5);
		assertThat(this.shop.stockOf(product)).isZero();
		assertThat(this.shop.ordersOf(this.customer)).isEqualTo(3);
	}

	private NewOrder order(long product, int quantity, @Nullable String card) {
		return new NewOrder(this.customer, List.of(new NewOrder.Line(product, quantity)), card);
	}

	private RestTestClient.ResponseSpec place(NewOrder order) {
		return this.shop.alice().post().uri("/orders").body(order).exchange();
	}

	private OrderView placed(NewOrder order) {
		return Objects.requireNonNull(
				place(order).expectStatus().isCreated().expectBody(OrderView.class).returnResult().getResponseBody());
	}

	private RestTestClient.ResponseSpec pay(OrderView order) {
		return this.shop.alice()
			.post()
			.uri("/orders/{id}/payments", order.id())
			.body(new NewPayment(GOOD_CARD))
			.exchange();
	}

}
