package sample.shop.visitor;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * What the visitor does in the shop, as alice or as bob, by its HTTP API alone. The ids
 * are those of the demo's data.
 */
class Errands {

	private static final int CUSTOMERS = 36;

	private static final int PRODUCTS = 40;

	private static final int PRODUCT_IN_DEMAND = 1;

	private static final List<String> CITIES = List.of("Bergen", "Gdansk", "Porto", "Trieste");

	private static final String GOOD_CARD = "4000123412341234";

	private static final String DECLINED_CARD = "4000123412340000";

	private final RestClient alice;

	private final RestClient bob;

	private int priceChange = -20;

	Errands(int port) {
		this.alice = client(port, "alice");
		this.bob = client(port, "bob");
	}

	private static RestClient client(int port, String user) {
		return RestClient.builder()
			.baseUrl("http://localhost:" + port)
			// Unlike the others it leaves no threads behind
			.requestFactory(new SimpleClientHttpRequestFactory())
			.defaultHeaders((headers) -> headers.setBasicAuth(user, user))
			// A refusal is an answer like any other
			.defaultStatusHandler(HttpStatus.CONFLICT::isSameCodeAs, (request, response) -> {
			})
			.build();
	}

	void browseProducts() {
		products();
		this.alice.get().uri("/products/{id}", any(PRODUCTS)).retrieve().toBodilessEntity();
	}

	void listOrders() {
		this.alice.get().uri("/orders").retrieve().toBodilessEntity();
	}

	void editCustomer() {
		int id = any(CUSTOMERS);
		Customer customer = Objects
			.requireNonNull(this.alice.get().uri("/customers/{id}", id).retrieve().body(Customer.class));
		// The next city, so that there is something to update
		String city = CITIES.get((CITIES.indexOf(customer.city()) + 1) % CITIES.size());
		this.alice.put()
			.uri("/customers/{id}", id)
			.contentType(MediaType.APPLICATION_JSON)
			.body(new Customer(customer.name(), customer.email(), city))
			.retrieve()
			.toBodilessEntity();
	}

	void orderAndPayLater() {
		URI order = order(this.alice, any(PRODUCTS), null);
		if (order != null) {
			this.alice.post()
				.uri(order.getPath() + "/payments")
				.contentType(MediaType.APPLICATION_JSON)
				.body(new Payment(GOOD_CARD))
				.retrieve()
				.toBodilessEntity();
		}
	}

	void orderWithDeclinedCard() {
		order(this.alice, any(PRODUCTS), DECLINED_CARD);
	}

	void orderInDemandAsAlice() {
		order(this.alice, PRODUCT_IN_DEMAND, GOOD_CARD);
	}

	void orderInDemandAsBob() {
		order(this.bob, PRODUCT_IN_DEMAND, GOOD_CARD);
	}

	void restock() {
		Product scarcest = Arrays.stream(products()).min(Comparator.comparingInt(Product::stock)).orElseThrow();
		this.bob.post().uri("/products/{id}/restock?quantity=20", scarcest.id()).retrieve().toBodilessEntity();
	}

	void changePrices() {
		// Up by a quarter, then down by a fifth: every other time all is as it was
		this.priceChange = (this.priceChange > 0) ? -20 : 25;
		this.bob.post().uri("/products/price-change?percent={percent}", this.priceChange).retrieve().toBodilessEntity();
	}

	void readReport() {
		this.bob.get().uri("/reports/sales").retrieve().toBodilessEntity();
	}

	private Product[] products() {
		return Objects.requireNonNull(this.alice.get().uri("/products").retrieve().body(Product[].class));
	}

	private static @Nullable URI order(RestClient client, int product, @Nullable String card) {
		return client.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(new Order(any(CUSTOMERS), List.of(new OrderLine(product, 1)), card))
			.retrieve()
			.toBodilessEntity()
			.getHeaders()
			.getLocation();
	}

	private static int any(int ids) {
		return ThreadLocalRandom.current().nextInt(ids) + 1;
	}

	private record Product(long id, int stock) {
	}

	private record Customer(String name, String email, String city) {
	}

	private record Order(long customerId, List<OrderLine> lines, @Nullable String card) {
	}

	private record OrderLine(long productId, int quantity) {
	}

	private record Payment(String card) {
	}

}
