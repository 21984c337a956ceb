package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PgBouncer;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.Scrape;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Behind a pooler that gives each transaction another session all goes on that needs no
 * session, and what does is said not to be known.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves(area = Proves.Area.POOLERS, subject = "PgBouncer in transaction mode",
		note = "statements, plans, pool, state of the database, the audit in the same transaction; sessions are `unmapped`")
class PgBouncerTests {

	private static final int TRANSACTIONS = 12;

	private PostgresDatabase server;

	private PgBouncer pooler;

	private RunningApplication application;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.server = database;
		this.pooler = PgBouncer.inFrontOf(database);
		this.application = RunningApplication.start(JpaApplication.class,
				Stream.concat(Arrays.stream(this.pooler.database().dataSourceProperties()),
						Stream.of("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=jdbc",
								"dbmonitor.audit.jdbc.initialize-schema=always"))
					.toArray(String[]::new));
		await().untilAsserted(
				() -> assertThat(this.application.overview().string("$.dataSources[0].database.note")).isNotNull());
	}

	@AfterAll
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
		if (this.pooler != null) {
			this.pooler.close();
		}
	}

	@Test
	void statementsAndTheAuditGoOnWhereverTransactionsGo() throws SQLException {
		Set<Integer> sessions = new HashSet<>();
		for (int i = 0; i < TRANSACTIONS; i++) {
			boolean fails = i % 4 == 3;
			this.application.bean(TransactionTemplate.class).executeWithoutResult((status) -> {
				sessions.add(pid("select pg_backend_pid() as in_transaction"));
				this.application.bean(EntityManager.class).persist(new Customer("Somebody"));
				this.application.bean(EntityManager.class).flush();
				if (fails) {
					status.setRollbackOnly();
				}
			});
		}
		assertThat(sessions).hasSizeGreaterThan(1);
		assertThat(calls("in_transaction")).containsExactly(TRANSACTIONS);
		assertThat(calls("insert into customer")).containsExactly(TRANSACTIONS);
		long committed = this.server.number("select count(*) from customer");
		assertThat(committed).isEqualTo(TRANSACTIONS * 3 / 4);
		assertThat(this.server.number("select count(*) from dbmonitor_change where entity = 'Customer'"))
			.isEqualTo(committed);
		assertThat(this.application.http().json("/actuator/dbmonitor/audit?entity=Customer").list("$.changeSets"))
			.hasSize((int) committed);
	}

	@Test
	void stateOfTheDatabaseAndThePoolAreKnown() {
		Json overview = this.application.overview();
		assertThat(overview.isTrue("$.dataSources[0].database.reachable")).isTrue();
		assertThat(overview.string("$.dataSources[0].database.version")).isNotBlank();
		assertThat(overview.number("$.dataSources[0].pool.max")).isEqualTo(10);
		assertThat(overview.list("$.dataSources[0].unread")).isNullOrEmpty();
		Scrape scrape = this.application.scrape();
		assertThat(scrape.value("dbmonitor_database_up{datasource=\"dataSource\"}")).isEqualTo(1);
		for (String feature : List.of("query", "connection", "database", "audit")) {
			assertThat(scrape.value("dbmonitor_faults_total{feature=\"" + feature + "\"}")).as(feature).isZero();
		}
	}

	@Test
	void plansAreKnown() {
		this.application.bean(JdbcTemplate.class)
			.queryForList("select version as planned from customer where id = ?", 1);
		HttpJson http = this.application.http();
		String id = http.json("/actuator/dbmonitor/queries?contains=planned").string("$.queries[0].id");
		assertThat(http.json("/actuator/dbmonitor/queries/" + id).string("$.plan.root.relation"))
			.isEqualTo("public.customer");
	}

	@Test
	void sessionsAreUnmappedAndItIsSaidWhy() throws SQLException {
		assertThat(this.application.overview().string("$.dataSources[0].database.note"))
			.contains("A pooler stands between", "unmapped");
		try (Connection connection = this.application.bean(DataSource.class).getConnection()) {
			connection.setAutoCommit(false);
			connection.createStatement().execute("select 'held'");
			int pid = pid(connection);
			await().untilAsserted(() -> assertThat(sessions(pid)).singleElement().satisfies((session) -> {
				assertThat(session).containsEntry("owner", "unmapped")
					.containsEntry("state", "idle in transaction")
					.doesNotContainKey("lease");
			}));
			assertThat(this.application.http().json("/actuator/dbmonitor/connections").objects("$.leases[*]"))
				.singleElement()
				.satisfies((lease) -> assertThat(lease).containsKeys("thread", "at", "lastStatement")
					.doesNotContainKey("pid"));
			connection.rollback();
		}
	}

	private static int pid(Connection connection) throws SQLException {
		try (var result = connection.createStatement().executeQuery("select pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	private int pid(String statement) {
		Integer pid = this.application.bean(JdbcTemplate.class).queryForObject(statement, Integer.class);
		assertThat(pid).isNotNull();
		return pid;
	}

	private List<Object> calls(String text) {
		return this.application.http()
			.json("/actuator/dbmonitor/queries?contains=" + text.replace(' ', '+'))
			.list("$.queries[*].calls");
	}

	private List<Map<String, Object>> sessions(int pid) {
		return this.application.http()
			.json("/actuator/dbmonitor/sessions?limit=1000")
			.objects("$.sessions[?(@.pid == " + pid + ")]");
	}

}
