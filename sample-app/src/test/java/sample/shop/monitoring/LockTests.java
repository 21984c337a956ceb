package sample.shop.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.dbmonitor.testing.HttpJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who waits for whom in the shop: orders of the same product wait for one that asks the
 * card company while it holds the product's row, and so does somebody with a client of
 * his own.
 */
@ShopTest
@TestPropertySource(properties = { "dbmonitor.database.interval=200ms", "dbmonitor.connection.interval=200ms" })
class LockTests {

	private static final CountDownLatch ANSWER = new CountDownLatch(1);

	private static final ExecutorService THREADS = Executors.newCachedThreadPool();

	private static final HttpServer cardCompany = cardCompany();

	private final HttpJson http;

	private final TestShop shop;

	LockTests(@LocalServerPort int port, @Autowired TestShop shop) {
		this.http = new HttpJson(port);
		this.shop = shop;
	}

	private static HttpServer cardCompany() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.setExecutor(THREADS);
			server.createContext("/charges", (exchange) -> {
				await().atMost(Duration.ofSeconds(60)).until(() -> ANSWER.getCount() == 0);
				exchange.sendResponseHeaders(204, -1);
				exchange.close();
			});
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@DynamicPropertySource
	static void address(DynamicPropertyRegistry registry) {
		registry.add("shop.payment.url", () -> "http://localhost:" + cardCompany.getAddress().getPort());
	}

	@BeforeAll
	static void open() {
		cardCompany.start();
	}

	@AfterAll
	static void close() {
		ANSWER.countDown();
		cardCompany.stop(0);
		THREADS.shutdownNow();
	}

	@Test
	void theTreeShowsWhoBlocksWhomAtWhichLine() throws Exception {
		long product = this.shop.addProduct(100);
		long customer = this.shop.addCustomer();
		Future<?> paying = THREADS
			.submit(() -> this.shop.order(customer, product, 1, "4000123412341234").expectStatus().isCreated());
		await().untilAsserted(() -> assertThat(
				this.http.json("/actuator/dbmonitor/connections").objects("$.leases[?(@.activity == 'calling')]"))
			.hasSize(1));
		Future<?> second = THREADS.submit(() -> this.shop.order(customer, product));
		await().untilAsserted(() -> assertThat(waiters(root())).hasSize(1));
		Future<?> third = THREADS.submit(() -> this.shop.order(customer, product));
		await().untilAsserted(() -> assertThat(pids(root())).hasSize(3));
		try (Connection psql = this.shop.connect("a client of its own"); Statement statement = psql.createStatement()) {
			Future<?> external = THREADS
				.submit(() -> statement.executeUpdate("update product set stock = 1 where id = " + product));
			await().untilAsserted(() -> assertThat(pids(root())).hasSize(4));
			Map<String, Object> root = root();
			assertThat(root).containsEntry("state", "idle in transaction").containsEntry("owner", "own");
			Map<String, Object> lease = lease(root);
			assertThat(lease).containsEntry("route", "POST /orders")
				.containsEntry("transaction", "sample.shop.order.OrderService.place")
				.containsEntry("idleInTransaction", true)
				.containsEntry("activity", "calling");
			assertThat((String) lease.get("at")).matches("CardGateway\\.charge:\\d+");
			assertThat(stack(lease).get(0)).contains("sun.nio.ch.");
			assertThat(stack(lease)).anyMatch((frame) -> frame.contains("HttpURLConnection"))
				.anyMatch((frame) -> frame.contains("sample.shop.order.OrderService.place"));
			Map<String, Object> waiting = waiters(root).get(0);
			assertThat(waiting).containsEntry("owner", "own").containsEntry("relation", "product");
			assertThat((Double) waiting.get("waitSeconds")).isPositive();
			assertThat((String) lease(waiting).get("at")).matches("OrderService\\.place:\\d+|OrderService\\.\\w+:\\d+");
			assertThat(lease(waiting)).containsEntry("route", "POST /orders");
			assertThat((String) lease(waiting).get("statement")).containsIgnoringCase("from product");
			List<Map<String, Object>> further = below(waiting);
			assertThat(further).hasSize(2).allSatisfy((node) -> assertThat(node).containsEntry("relation", "product"));
			assertThat(further).filteredOn((node) -> "external".equals(node.get("owner")))
				.singleElement()
				.satisfies((node) -> assertThat(node).doesNotContainKey("lease")
					.containsEntry("application", "a client of its own"));
			assertThat(this.http.json("/actuator/dbmonitor").number("$.dataSources[0].blocked")).isEqualTo(3);
			ANSWER.countDown();
			external.get(20, TimeUnit.SECONDS);
		}
		for (Future<?> done : List.of(paying, second, third)) {
			done.get(20, TimeUnit.SECONDS);
		}
		await().untilAsserted(() -> assertThat(this.http.json("/actuator/dbmonitor/locks").list("$.trees")).isEmpty());
	}

	private Map<String, Object> root() {
		List<Map<String, Object>> trees = this.http.json("/actuator/dbmonitor/locks").objects("$.trees[*]");
		assertThat(trees).hasSize(1);
		return trees.get(0);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> waiters(Map<String, Object> node) {
		return (List<Map<String, Object>>) Objects.requireNonNull(node.get("waiting"));
	}

	/** All below a node. */
	private static List<Map<String, Object>> below(Map<String, Object> node) {
		return waiters(node).stream()
			.flatMap((waiter) -> Stream.concat(Stream.of(waiter), below(waiter).stream()))
			.toList();
	}

	private static List<Object> pids(Map<String, Object> root) {
		List<Object> pids = new ArrayList<>(below(root).stream().map((node) -> node.get("pid")).distinct().toList());
		pids.add(root.get("pid"));
		return pids;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> lease(Map<String, Object> node) {
		assertThat(node).containsKey("lease");
		return (Map<String, Object>) Objects.requireNonNull(node.get("lease"));
	}

	@SuppressWarnings("unchecked")
	private static List<String> stack(Map<String, Object> lease) {
		return (List<String>) Objects.requireNonNull(lease.get("stack"));
	}

}
