package sample.shop.monitoring;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each figure that a newcomer sees is what the server, the pool or the count of what was
 * sent says.
 */
@ShopTest
@TestPropertySource(properties = "dbmonitor.database.interval=200ms")
class TruthTests {

	/**
	 * What the application asked for, without transaction control and the monitor's
	 * statements, which are about the server's catalogue and views alone.
	 */
	private static final String STATEMENTS_OF_THE_SHOP = """
			select coalesce(sum(calls), 0) from pg_stat_statements s
			join pg_database d on d.oid = s.dbid and d.datname = 'shop'
			where query not like '%pg\\_%' and query not like '%current_setting%'
				and query !~* '^(begin|commit|rollback|savepoint|release|set )'
			""";

	private final HttpJson http;

	private final TestShop shop;

	private final JdbcClient server;

	private final JdbcClient shopDatabase;

	private final HikariDataSource pool;

	TruthTests(@LocalServerPort int port, @Autowired TestShop shop, @Autowired EmbeddedPostgres server,
			@Autowired HikariDataSource pool) {
		this.http = new HttpJson(port);
		this.shop = shop;
		this.server = JdbcClient.create(server.getPostgresDatabase());
		this.shopDatabase = JdbcClient.create(server.getDatabase("postgres", "shop"));
		this.pool = pool;
	}

	@Test
	void statementsOfARequestAreThoseThatTheServerExecuted() {
		this.shop.alice().get().uri("/orders").exchange().expectStatus().isOk();
		long before = this.shopDatabase.sql(STATEMENTS_OF_THE_SHOP).query(Long.class).single();
		double countedBefore = counted();
		double timedBefore = timed();
		this.shop.alice().get().uri("/orders").exchange().expectStatus().isOk();
		this.shop.alice().get().uri("/products").exchange().expectStatus().isOk();
		double executed = this.shopDatabase.sql(STATEMENTS_OF_THE_SHOP).query(Long.class).single() - before;
		assertThat(executed).isGreaterThan(25);
		assertThat(counted() - countedBefore).isEqualTo(executed);
		assertThat(timed() - timedBefore).isEqualTo(executed);
	}

	@Test
	void sessionsAreThoseOfTheServer() {
		await().untilAsserted(() -> {
			double truth = this.server
				.sql("select count(*) from pg_stat_activity where backend_type = 'client backend' and state = 'idle'"
						+ " and pid <> pg_backend_pid() and application_name <> 'dbmonitor'")
				.query(Long.class)
				.single();
			assertThat(metric("dbmonitor_sessions{datasource=\"dataSource\",state=\"idle\"}")).isEqualTo(truth);
		});
		assertThat(metric("dbmonitor_sessions_max{datasource=\"dataSource\"}")).isEqualTo(
				(double) this.server.sql("select current_setting('max_connections')::int").query(Long.class).single());
	}

	@Test
	void poolIsThatOfItsManagementBean() {
		HikariPoolMXBean truth = this.pool.getHikariPoolMXBean();
		Json overview = this.http.json("/actuator/dbmonitor");
		assertThat(overview.number("$.dataSources[0].pool.total")).isEqualTo(truth.getTotalConnections());
		assertThat(overview.number("$.dataSources[0].pool.max")).isEqualTo(this.pool.getMaximumPoolSize());
		assertThat(metric("dbmonitor_pool_connections{datasource=\"dataSource\",state=\"idle\"}"))
			.isEqualTo(truth.getIdleConnections());
		assertThat(metric("hikaricp_connections_idle{pool=\"shop\"}")).isEqualTo(truth.getIdleConnections());
	}

	@Test
	void auditTellsWhoChangedWhat() {
		long customer = this.shop.addCustomer();
		this.shop.alice()
			.put()
			.uri("/customers/" + customer)
			.header("Content-Type", "application/json")
			.body("{\"name\":\"New name\",\"email\":\"" + customer + "@example.org\",\"city\":\"Faro\"}")
			.exchange()
			.expectStatus()
			.is2xxSuccessful();
		Json audit = this.http.json("/actuator/dbmonitor/audit/Customer/" + customer);
		assertThat(audit.string("$.changeSets[0].actor")).isEqualTo("alice");
		assertThat(audit.string("$.changeSets[0].transaction")).startsWith("sample.shop.customer.CustomerService.");
		assertThat(audit.object("$.changeSets[0].changes[0].values.city")).hasToString("{old=Porto, new=Faro}");
	}

	@Test
	void aRefusedOrderLeavesNoTraceInTheAudit() {
		long product = this.shop.addProduct(1);
		long customer = this.shop.addCustomer();
		String path = "/actuator/dbmonitor/audit/Product/" + product;
		List<Object> before = this.http.json(path).list("$.changeSets[*].id");
		this.shop.order(customer, product, 2, null).expectStatus().isEqualTo(409);
		assertThat(this.http.json(path).list("$.changeSets[*].id")).isEqualTo(before);
	}

	private double counted() {
		return this.http.json("/actuator/dbmonitor").number("$.dataSources[0].queries.executions");
	}

	private double timed() {
		return scrape().lines()
			.filter((line) -> line.startsWith("db_client_operation_duration_seconds_count{"))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private double metric(String name) {
		Matcher matcher = Pattern.compile("^" + Pattern.quote(name) + " (.*)$", Pattern.MULTILINE).matcher(scrape());
		assertThat(matcher.find()).as(name).isTrue();
		return Double.parseDouble(matcher.group(1));
	}

	private String scrape() {
		return this.http.get("/actuator/prometheus").body();
	}

}
