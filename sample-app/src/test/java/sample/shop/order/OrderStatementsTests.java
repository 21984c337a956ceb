package sample.shop.order;

import java.util.List;
import java.util.stream.IntStream;

import io.dbmonitor.test.MaxStatements;
import io.dbmonitor.test.SentStatements;
import io.dbmonitor.test.Statements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;

import static io.dbmonitor.query.Operation.SELECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The statements of orders, as an application's own tests hold them: the reading that was
 * fixed, and the listing that deliberately was not.
 */
@ShopTest
class OrderStatementsTests {

	private final TestShop shop;

	private final OrderService orders;

	private long id;

	OrderStatementsTests(@Autowired TestShop shop, @Autowired OrderService orders) {
		this.shop = shop;
		this.orders = orders;
	}

	@BeforeEach
	void anOrderOfThreeProducts() {
		this.id = this.orders.place(order(3)).id();
	}

	@Test
	void anOrderIsReadAtOnce(@Autowired Statements statements) {
		assertThat(statements.sentBy(() -> this.orders.get(this.id))).hasAtMost(1, SELECT).hasNoNPlusOne();
	}

	@Test
	@MaxStatements(select = 1)
	void anOrderTakesOneSelect() {
		assertThat(this.orders.get(this.id).id()).isEqualTo(this.id);
	}

	@Test
	@MaxStatements(select = 1)
	void anOrderIsShownAtOnce() {
		this.shop.alice().get().uri("/orders/{id}", this.id).exchange().expectStatus().isOk();
	}

	@Test
	void oneReadForEachOfTwoRequestsIsNoNPlusOne(@Autowired Statements statements) {
		assertThat(statements.sentBy(() -> {
			for (int i = 0; i < 2; i++) {
				anOrderIsShownAtOnce();
			}
		})).hasExactly(2, SELECT).hasNoNPlusOne().hasNoneOutsideOfTransactions().doesNotTouch("payment");
	}

	@Test
	void theListingIsAnNPlusOne(@Autowired Statements statements) {
		SentStatements sent = statements
			.sentBy(() -> this.shop.alice().get().uri("/orders").exchange().expectStatus().isOk());
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(sent).hasNoNPlusOne())
			.withMessageContaining("Expected no read to be repeated (N+1), but ")
			.withMessageContaining("25 × select l1_0.order_id")
			.withMessageContaining("for GET /orders, by http-nio-")
			.withMessageContaining("loads Order.lines")
			.withMessageContaining("loads Order.customer")
			.withMessageMatching(
					"(?s).*from OrderView\\.of:\\d+ < OrderService\\.list:\\d+ < OrderController\\.list:.*")
			.withMessageContaining("@EntityGraph(attributePaths = \"lines\")");
		assertThat(statements
			.sentByThisThread(() -> this.shop.alice().get().uri("/orders").exchange().expectStatus().isOk()))
			.hasExactly(0);
	}

	@Test
	void placingAnOrderLocksEachProductByItself(@Autowired Statements statements) {
		NewOrder order = order(2);
		SentStatements sent = statements.sentBy(() -> this.orders.place(order));
		assertThat(sent.touching("customer")).hasExactly(1);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(sent).hasNoNPlusOne())
			.withMessageContaining("2 × select")
			.withMessageContaining("from product")
			.withMessageContaining("from OrderService.place:");
	}

	private NewOrder order(int products) {
		List<NewOrder.Line> lines = IntStream.range(0, products)
			.mapToObj((number) -> new NewOrder.Line(this.shop.addProduct(5), 1))
			.toList();
		return new NewOrder(this.shop.addCustomer(), lines, null);
	}

}
