package io.dbmonitor;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.dbmonitor.app.Customer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The whole way: an application with the dependency added, seen through HTTP.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves(area = Proves.Area.DATABASES, subject = "PostgreSQL",
		note = "statements, pool, state of the database, sessions, audit")
class DbMonitorEndToEndTests {

	private ConfigurableApplicationContext context;

	private HttpJson http;

	private PostgresDatabase database;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.database = database;
		this.context = new SpringApplicationBuilder(JpaApplication.class).properties(database.dataSourceProperties())
			.properties("server.port=0", "spring.jpa.hibernate.ddl-auto=create", "spring.autoconfigure.exclude="
					+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
					"management.endpoints.web.exposure.include=dbmonitor,prometheus",
					"management.endpoint.dbmonitor.show-values=always", "dbmonitor.database.interval=200ms",
					"spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run();
		this.http = new HttpJson(((ServletWebServerApplicationContext) this.context).getWebServer().getPort());
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void overviewShowsTheLiveSystem() throws Exception {
		await().atMost(Duration.ofSeconds(20)).until(() -> overview().isTrue("$.dataSources[0].database.reachable"));
		Json overview = overview();
		assertThat(overview.list("$.dataSources[*].name")).hasToString("[\"dataSource\"]");
		assertThat(overview.string("$.dataSources[0].database.product")).isEqualTo("PostgreSQL");
		assertThat(overview.list("$.dataSources[0].database.missingPrivileges")).isEmpty();
		assertThat(overview.number("$.dataSources[0].pool.max")).isEqualTo(10);
		assertThat(overview.number("$.dataSources[0].queries.statements")).isPositive();
		assertThat(overview.list("$.sections")).hasToString(
				"[\"queries\",\"findings\",\"work\",\"connections\",\"sessions\",\"locks\",\"tables\",\"indexes\",\"audit\",\"alerts\",\"history\"]");
		// The pool fills up meanwhile; who asks is one session more
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(sum(overview().object("$.dataSources[0].sessions"))).isEqualTo(
					this.database.number("select count(*) from pg_stat_activity where backend_type = 'client backend'")
							- 1));
	}

	@Test
	void queriesCountWhatTheApplicationSends() {
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		for (int i = 0; i < 7; i++) {
			jdbc.queryForList("select generate_series(1, 3), '" + i + "' as marker_of_this_test");
		}
		Json queries = this.http.json("/actuator/dbmonitor/queries?contains=marker_of_this_test");
		assertThat(queries.number("$.queries.length()")).isEqualTo(1);
		assertThat(queries.number("$.queries[0].calls")).isEqualTo(7);
		assertThat(queries.number("$.queries[0].rows")).isEqualTo(21);
		assertThat(queries.string("$.queries[0].operation")).isEqualTo("SELECT");
		assertThat(queries.number("$.queries[0].time.p95")).isPositive()
			.isLessThanOrEqualTo(queries.number("$.queries[0].time.max"));
		String id = queries.string("$.queries[0].id");
		assertThat(this.http.json("/actuator/dbmonitor/queries/" + id).number("$.calls")).isEqualTo(7);
	}

	@Test
	void sessionsShowAnOpenTransaction() throws Exception {
		try (var connection = this.database.connect(); var statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("select 'a secret literal'");
			await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
				Json sessions = this.http.json("/actuator/dbmonitor/sessions");
				List<Map<String, Object>> idle = sessions.objects("$.sessions[?(@.state == 'idle in transaction')]");
				assertThat(idle).singleElement()
					.satisfies((session) -> assertThat(session.get("query")).isEqualTo("select ?"))
					.satisfies((session) -> assertThat((Double) session.get("transactionSeconds")).isPositive());
			});
			assertThat(this.http.json("/actuator/dbmonitor").number("$.dataSources[0].longestTransactionSeconds"))
				.isPositive();
		}
	}

	@Test
	void nothingIsSilencedWithoutWriteAccess() {
		assertThat(this.http.post("/actuator/dbmonitor/alerts", "{\"silence\":\"all\"}").statusCode()).isEqualTo(405);
		assertThat(this.http.json("/actuator/dbmonitor/alerts").list("$.silences")).isEmpty();
	}

	@Test
	void auditShowsCommittedChangesWithOldAndNewValues() {
		TransactionTemplate transaction = this.context.getBean(TransactionTemplate.class);
		EntityManager entityManager = this.context.getBean(EntityManager.class);
		Long id = transaction.execute((status) -> {
			Customer friend = new Customer("Friend");
			entityManager.persist(friend);
			Customer customer = new Customer("Before");
			customer.setPasswordHash("never to be seen");
			customer.setRecommendedBy(friend);
			entityManager.persist(customer);
			return customer.getId();
		});
		transaction.executeWithoutResult((status) -> {
			Customer customer = entityManager.find(Customer.class, id);
			customer.setName("After");
			customer.setCity("Hamburg");
			customer.setPasswordHash("changed");
		});
		transaction.executeWithoutResult((status) -> entityManager.remove(entityManager.find(Customer.class, id)));
		HttpResponse<String> response = this.http.get("/actuator/dbmonitor/audit/Customer/" + id);
		assertThat(response.body()).doesNotContain("never to be seen");
		Json audit = this.http.json("/actuator/dbmonitor/audit/Customer/" + id);
		assertThat(audit.list("$.changeSets[*].changes[?(@.id == '" + id + "')].operation"))
			.hasToString("[\"DELETE\",\"UPDATE\",\"CREATE\"]");
		Map<String, Object> values = audit.object("$.changeSets[1].changes[0].values");
		assertThat(values).hasToString("{address.city={new=Hamburg}, name={old=Before, new=After}, "
				+ "passwordHash={old=******, new=******}, version={old=0, new=1}}");
		assertThat(audit.number("$.changeSets[2].changes[0].values.recommendedBy.new")).isLessThan(id);
		assertThat(this.http.json("/actuator/dbmonitor/audit/Customer/" + id + "?offset=1&limit=1")
			.list("$.changeSets[*].id")).hasToString("[\"" + audit.string("$.changeSets[1].id") + "\"]");
		assertState(id, audit.string("$.changeSets[1].at"), audit.string("$.changeSets[2].at"),
				audit.string("$.changeSets[0].at"));
	}

	private void assertState(Long id, String updated, String created, String deleted) {
		String path = "/actuator/dbmonitor/audit/Customer/" + id + "?at=";
		assertThat(this.http.json(path + created).object("$.values")).containsEntry("name", "Before")
			.doesNotContainKey("address.city");
		Json state = this.http.json(path + updated);
		assertThat(state.object("$")).containsEntry("complete", true).containsEntry("id", String.valueOf(id));
		assertThat(state.object("$.values")).containsEntry("name", "After")
			.containsEntry("address.city", "Hamburg")
			.containsEntry("passwordHash", "******");
		assertThat(this.http.get(path + deleted).statusCode()).isEqualTo(404);
		assertThat(this.http.get(path + "2000-01-01T00:00:00Z").statusCode()).isEqualTo(404);
		// For ids that cannot stand in a path
		String parameters = "/actuator/dbmonitor/audit?entity=Customer&id=" + id + "&at=";
		assertThat(this.http.get(parameters + updated).body()).isEqualTo(this.http.get(path + updated).body());
		assertThat(this.http.get(parameters + deleted).statusCode()).isEqualTo(404);
		HttpResponse<String> ofAll = this.http.get("/actuator/dbmonitor/audit?entity=Customer&at=" + updated);
		assertThat(ofAll.statusCode()).isEqualTo(400);
		assertThat(ofAll.body()).contains("it takes 'entity' and 'id' beside it");
	}

	@Test
	void auditShowsNothingOfARolledBackTransaction() {
		TransactionTemplate transaction = this.context.getBean(TransactionTemplate.class);
		EntityManager entityManager = this.context.getBean(EntityManager.class);
		assertThatIllegalStateException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
			entityManager.persist(new Customer("Rolled back"));
			entityManager.flush();
			throw new IllegalStateException("refused");
		}));
		assertThat(this.http.get("/actuator/dbmonitor/audit").body()).doesNotContain("Rolled back");
	}

	@Test
	void prometheusHoldsTheMeters() {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> prometheus().contains("dbmonitor_transactions_total{datasource=\"dataSource\","));
		String scrape = prometheus();
		assertThat(scrape).contains("dbmonitor_pool_connections{datasource=\"dataSource\",state=\"active\"}",
				"dbmonitor_pool_connections{datasource=\"dataSource\",state=\"idle\"}", "dbmonitor_pool_pending{",
				"dbmonitor_pool_max{datasource=\"dataSource\"} 10.0", "dbmonitor_pool_saturation{",
				"dbmonitor_pool_lease_longest_seconds{", "dbmonitor_pool_lease_seconds_count{",
				"dbmonitor_sessions{datasource=\"dataSource\",state=\"idle in transaction\"}",
				"dbmonitor_sessions_max{", "dbmonitor_transaction_oldest_seconds{", "dbmonitor_query_oldest_seconds{",
				"dbmonitor_database_up{datasource=\"dataSource\"} 1.0", "dbmonitor_database_sample_age_seconds{",
				"hikaricp_connections_active{", "jdbc_connections_max{",
				"db_client_operation_duration_seconds_count{datasource=\"dataSource\","
						+ "db_operation_name=\"CREATE\",db_system_name=\"postgresql\",error_type=\"none\"}");
	}

	@Test
	void pathCannotBeReplacedByAParameter() {
		HttpResponse<String> response = this.http.get("/actuator/dbmonitor/queries?path=audit");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("There is no parameter 'path'.");
	}

	@Test
	void badRequestsAreAnsweredWithASentence() {
		HttpResponse<String> unknown = this.http.get("/actuator/dbmonitor/nowhere");
		assertThat(unknown.statusCode()).isEqualTo(404);
		assertThat(unknown.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("application/problem+json"));
		assertThat(unknown.body()).contains("There is no section 'nowhere'.",
				"queries, findings, work, connections, sessions, locks, tables, indexes, audit");
		HttpResponse<String> sort = this.http.get("/actuator/dbmonitor/queries?sort=colour");
		assertThat(sort.statusCode()).isEqualTo(400);
		assertThat(sort.body()).contains("total, mean, p95, p99, max, calls, errors, rows", "colour");
		HttpResponse<String> limit = this.http.get("/actuator/dbmonitor/queries?limit=0");
		assertThat(limit.statusCode()).isEqualTo(400);
		assertThat(limit.body()).contains("a number from 1 to 1000");
		assertThat(this.http.get("/actuator/dbmonitor/audit?offset=-1").body()).contains("a number from 0 to 1000000");
		assertThat(this.http.get("/actuator/dbmonitor/queries/0").statusCode()).isEqualTo(404);
		assertThat(this.http.get("/actuator/dbmonitor/audit/Nothing/1").statusCode()).isEqualTo(404);
	}

	@Test
	void trailingSlashIsTheOverviewAndAnythingGetsJson() {
		assertThat(this.http.get("/actuator/dbmonitor/").statusCode()).isEqualTo(200);
		assertThat(this.http.get("/actuator/dbmonitor", "Accept", "*/*").headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).contains("json"));
	}

	@Test
	void whatIsNotKnownIsLeftOutWhateverTheApplicationsMapper() {
		assertThat(this.http.get("/actuator/dbmonitor").body()).doesNotContain(":null");
		assertThat(this.http.get("/actuator/dbmonitor/sessions").body()).doesNotContain(":null");
		assertThat(this.http.json("/actuator/dbmonitor/queries?limit=1").string("$.queries[0].dataSource"))
			.isNotEmpty();
	}

	@Test
	void leasesShowWhoHoldsAConnection() {
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		jdbc.execute((java.sql.Connection connection) -> {
			Json connections = this.http.json("/actuator/dbmonitor/connections");
			assertThat(connections.list("$.leases[*].thread")).asString().contains(Thread.currentThread().getName());
			assertThat(overview().number("$.dataSources[0].pool.saturation")).isCloseTo(0.1, within(1e-9));
			return null;
		});
		assertThat(this.http.json("/actuator/dbmonitor/connections").list("$.leases")).isEmpty();
	}

	private Json overview() {
		return this.http.json("/actuator/dbmonitor");
	}

	private String prometheus() {
		return this.http.get("/actuator/prometheus").body();
	}

	private static long sum(Map<String, Object> numbers) {
		return numbers.values().stream().mapToInt((number) -> (Integer) number).sum();
	}

}
