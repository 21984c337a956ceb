package sample.shop.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shop that is well is quiet, with all rules as they are by default, however busy it
 * is. What may last a minute is given ten seconds, as otherwise nothing could show here.
 */
@ShopTest
@TestPropertySource(properties = { "dbmonitor.alert.rules.pool-saturated.for=10s",
		"dbmonitor.alert.rules.connections-near-max.for=10s", "dbmonitor.alert.rules.blocked-sessions.for=10s",
		"dbmonitor.alert.rules.rollback-ratio.for=10s", "dbmonitor.alert.rules.error-ratio.for=10s",
		"dbmonitor.alert.rules.n-plus-one.for=10s", "dbmonitor.alert.rules.dead-rows.for=10s",
		"dbmonitor.alert.rules.invalid-index.for=10s" })
@Tag("load")
class HealthyShopTests {

	private static final int CUSTOMERS = 4;

	private final HttpJson http;

	private final TestShop shop;

	HealthyShopTests(@LocalServerPort int port, @Autowired TestShop shop) {
		this.http = new HttpJson(port);
		this.shop = shop;
	}

	@Test
	void nothingFires() throws Exception {
		Instant end = Instant.now().plus(Duration.ofSeconds(Integer.getInteger("dbmonitor.test.healthy.seconds", 60)));
		ExecutorService threads = Executors.newFixedThreadPool(CUSTOMERS);
		List<Callable<Integer>> customers = new ArrayList<>();
		for (int i = 0; i < CUSTOMERS; i++) {
			long customer = this.shop.addCustomer();
			long product = this.shop.addProduct(1_000_000);
			customers.add(() -> buy(customer, product, end));
		}
		int orders = 0;
		for (Future<Integer> customer : threads.invokeAll(customers)) {
			orders += customer.get();
		}
		threads.shutdown();
		assertThat(orders).isGreaterThan(100);
		Json alerts = this.http.json("/actuator/dbmonitor/alerts");
		assertThat(alerts.objects("$.alerts[?(@.state == 'FIRING')]")).isEmpty();
		assertThat(alerts.objects("$.recent[*]")).isEmpty();
		assertThat(this.http.get("/actuator/prometheus").body())
			.contains("dbmonitor_faults_total{feature=\"alert\"} 0.0");
	}

	private int buy(long customer, long product, Instant end) {
		int orders = 0;
		while (Instant.now().isBefore(end)) {
			this.shop.alice().get().uri("/products/" + product).exchange().expectStatus().isOk();
			this.shop.order(customer, product);
			orders++;
		}
		return orders;
	}

}
