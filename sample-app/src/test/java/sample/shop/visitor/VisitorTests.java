package sample.shop.visitor;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sample.shop.ShopApplication;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.context.support.ServletRequestHandledEvent;

import static org.assertj.core.api.Assertions.assertThat;

class VisitorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Set<String> requests = ConcurrentHashMap.newKeySet();

	@Test
	void theVisitorTriesEverythingAndLeavesWithTheContext() {
		ApplicationListener<ServletRequestHandledEvent> listener = (event) -> this.requests
			.add("%s %s %s %d".formatted(event.getUserName(), event.getMethod(),
					event.getRequestUrl().replaceAll("\\d+", "1"), event.getStatusCode()));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ShopApplication.class)
			.listeners(listener)
			.run("--server.port=0")) {
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			Awaitility.await()
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(50))
				.until(() -> blockedSessions(jdbc) > 0);
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(this.requests).contains("alice GET /products 200",
						"alice GET /products/1 200", "alice GET /orders 200", "alice POST /orders 201",
						"bob POST /orders 201", "alice POST /orders 409", "alice POST /orders/1/payments 201",
						"alice GET /customers/1 200", "alice PUT /customers/1 200", "bob GET /reports/sales 200",
						"bob POST /products/1/restock 204", "bob POST /products/price-change 200"));
		}
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("visitor-"));
	}

	private static int blockedSessions(JdbcClient jdbc) {
		return jdbc.sql("select count(*) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0")
			.query(Integer.class)
			.single();
	}

}
