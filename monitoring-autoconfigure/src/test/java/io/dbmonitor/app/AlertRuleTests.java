package io.dbmonitor.app;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertChange;
import io.dbmonitor.alert.AlertReading;
import io.dbmonitor.alert.AlertRule;
import io.dbmonitor.alert.AlertSettings;
import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.AlertState;
import io.dbmonitor.alert.AlertText;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.BuiltInRule;
import io.dbmonitor.alert.Threshold;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.RestartablePostgres;
import io.dbmonitor.testing.RunningApplication;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Each rule fires by the real fault and resolves when it is gone, on a server of the
 * test's own. Two cannot be provoked here, see {@code SnapshotRuleTests}.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertRuleTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final int POOL = 4;

	private static final int LAST = 100;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private RestartablePostgres postgres;

	private PostgresDatabase database;

	private RunningApplication application;

	private Alerts alerts;

	private Instant began = Instant.MIN;

	private JdbcTemplate jdbc;

	@BeforeAll
	void start(@TempDir Path folder) {
		this.postgres = new RestartablePostgres(folder.resolve("data"));
		this.postgres.start();
		this.database = this.postgres.database();
		String[] properties = Stream.concat(Stream.of(this.database.dataSourceProperties()), Stream.of(
				"spring.jpa.hibernate.ddl-auto=create", "spring.datasource.hikari.maximum-pool-size=" + POOL,
				"spring.datasource.hikari.minimum-idle=" + POOL,
				"spring.datasource.hikari.initialization-fail-timeout=-1",
				"management.endpoints.web.exposure.include=dbmonitor,prometheus,health",
				"management.endpoint.health.show-details=always", "management.health.db.enabled=false",
				"management.endpoint.dbmonitor.access=unrestricted", "dbmonitor.database.interval=100ms",
				"dbmonitor.database.heavy-interval=1s", "dbmonitor.connection.interval=100ms",
				"dbmonitor.connection.leak-threshold=1s", "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
				"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.interval=50ms",
				"dbmonitor.audit.triggers.patience=500ms", "dbmonitor.audit.jdbc.seal.enabled=true",
				"dbmonitor.audit.jdbc.seal.interval=100ms", "dbmonitor.alert.interval=100ms",
				"dbmonitor.alert.window=5s", "dbmonitor.alert.resolve-after=200ms",
				"dbmonitor.alert.rules.database-down.for=0s", "dbmonitor.alert.rules.pool-saturated.for=300ms",
				"dbmonitor.alert.rules.connections-near-max.for=0s",
				"dbmonitor.alert.rules.connections-near-max.threshold=0.2",
				"dbmonitor.alert.rules.blocked-sessions.threshold=0",
				"dbmonitor.alert.rules.blocked-sessions.for=300ms",
				"dbmonitor.alert.rules.idle-in-transaction.threshold=1",
				"dbmonitor.alert.rules.idle-in-transaction.for=300ms",
				"dbmonitor.alert.rules.long-transaction.threshold=1",
				"dbmonitor.alert.rules.long-statement.threshold=1", "dbmonitor.alert.rules.lock-wait.threshold=1",
				"dbmonitor.alert.rules.deadlocks.threshold=0", "dbmonitor.alert.rules.rollback-ratio.for=0s",
				"dbmonitor.alert.rules.error-ratio.for=0s", "dbmonitor.alert.rules.slower-than-usual.threshold=0",
				"dbmonitor.alert.rules.slower-than-usual.for=0s", "dbmonitor.alert.rules.n-plus-one.threshold=3",
				"dbmonitor.alert.rules.n-plus-one.for=0s", "dbmonitor.alert.rules.slot-inactive.for=0s",
				"dbmonitor.alert.rules.slot-retained.for=0s", "dbmonitor.alert.rules.slot-retained.threshold=30000000",
				"dbmonitor.alert.rules.invalid-index.for=0s", "dbmonitor.alert.rules.dead-rows.for=0s",
				"dbmonitor.alert.rules.audit-unjoined.for=0s", "dbmonitor.alert.rules.audit-unjoined.threshold=1",
				"dbmonitor.alert.rules.audit-seal-failed.for=0s",
				"dbmonitor.alert.rules.busy.meter=hikaricp.connections.active",
				"dbmonitor.alert.rules.busy.tags.pool=HikariPool-alerts", "dbmonitor.alert.rules.busy.above=3",
				"dbmonitor.alert.health-status.critical=OUT_OF_SERVICE",
				"spring.datasource.hikari.pool-name=HikariPool-alerts"))
			.toArray(String[]::new);
		this.application = RunningApplication.start(AlertApplication.class, properties);
		this.alerts = this.application.bean(Alerts.class);
		this.jdbc = this.application.bean(JdbcTemplate.class);
		await().atMost(LONG).until(() -> this.application.overview().isTrue("$.dataSources[0].database.reachable"));
	}

	@BeforeEach
	void begin() {
		this.began = Instant.now();
	}

	@AfterAll
	void stop() {
		this.threads.shutdownNow();
		this.application.close();
		this.postgres.close();
	}

	@Test
	@Order(1)
	void everyRuleIsThere() {
		assertThat(this.alerts.ruleNames()).contains("empty-shelves", "busy")
			.containsAll(Stream.of(BuiltInRule.values()).map(BuiltInRule::id).toList());
		assertThat(this.application.http().json("/actuator/health").string("$.components.dbmonitor.status"))
			.isEqualTo("UP");
	}

	@Test
	@Order(2)
	void sessionThatBlocksOthersAndIdlesWhileThePoolIsUsedUp() throws Exception {
		this.database.execute("create table shelf (id int primary key, goods int); insert into shelf values (1, 1)");
		CountDownLatch release = new CountDownLatch(1);
		List<Future<?>> work = new ArrayList<>();
		try {
			work.add(this.threads.submit(() -> inTransaction("ReportService.run", () -> {
				this.jdbc.update("update shelf set goods = 2 where id = 1");
				waitFor(release);
			})));
			await().until(() -> this.database
				.number("select count(*) from pg_stat_activity where state = 'idle in transaction'") == 1);
			// One of them gets no connection
			for (int i = 0; i < POOL; i++) {
				work.add(this.threads.submit(() -> inTransaction("OrderService.place",
						() -> this.jdbc.update("update shelf set goods = 3 where id = 1"))));
			}
			Alert blocked = fires(BuiltInRule.BLOCKED_SESSIONS);
			assertThat(blocked.value()).isEqualTo(POOL - 1);
			await().untilAsserted(() -> assertThat(AlertText.evidence(fires(BuiltInRule.LOCK_WAIT)))
				.satisfies((lines) -> assertThat(lines.get(0)).startsWith("ReportService.run, AlertRuleTests.waitFor:")
					.contains("idle in transaction"))
				.satisfies((lines) -> assertThat(lines.get(1))
					.startsWith("  waits: OrderService.place, AlertRuleTests.")));
			assertThat(Json.parse(this.application.http().get("/actuator/dbmonitor/alerts").body())
				.list("$.alerts[?(@.rule == 'blocked-sessions')].evidence.trees[0].lease.stack[*]"))
				.anySatisfy((frame) -> assertThat((String) frame).contains("AlertRuleTests.waitFor"));
			assertThat(AlertText.evidence(fires(BuiltInRule.IDLE_IN_TRANSACTION))).first()
				.satisfies((line) -> assertThat(line).startsWith("ReportService.run, AlertRuleTests.waitFor:"));
			assertThat(AlertText.evidence(fires(BuiltInRule.LONG_TRANSACTION))).isNotEmpty()
				.first()
				.satisfies((line) -> assertThat(line).startsWith("ReportService.run"));
			assertThat(fires(BuiltInRule.LONG_STATEMENT).evidence().toString()).contains("OrderService.place",
					"update shelf set goods = ? where id = ?");
			assertThat(AlertText.evidence(fires(BuiltInRule.POOL_SATURATED))).hasSize(POOL);
			fires("busy");
			silences();
		}
		finally {
			release.countDown();
		}
		for (Future<?> each : work) {
			each.get(10, TimeUnit.SECONDS);
		}
		for (BuiltInRule rule : List.of(BuiltInRule.BLOCKED_SESSIONS, BuiltInRule.LOCK_WAIT,
				BuiltInRule.IDLE_IN_TRANSACTION, BuiltInRule.LONG_TRANSACTION, BuiltInRule.LONG_STATEMENT,
				BuiltInRule.POOL_SATURATED)) {
			resolves(rule.id());
		}
		resolves("busy");
	}

	/** Through the endpoint, while something fires. */
	private void silences() {
		Instant until = Instant.now().plusSeconds(600);
		assertThat(post("{\"silence\":\"lock-wiat\",\"until\":\"" + until + "\"}").statusCode()).isEqualTo(400);
		assertThat(post("{\"silence\":\"lock-wait\"}").body()).contains("'until' says when the silence ends");
		assertThat(post("{\"silence\":\"lock-wait\",\"until\":\"2020-01-01T00:00:00Z\"}").body())
			.contains("takes a moment to come");
		HttpResponse<String> silenced = post(
				"{\"silence\":\"lock-wait\",\"until\":\"" + until + "\",\"reason\":\"index\\nbuild\"}");
		assertThat(silenced.statusCode()).isEqualTo(200);
		assertThat(Json.parse(silenced.body()).string("$.reason")).isEqualTo("index?build");
		Json alerts = this.application.http().json("/actuator/dbmonitor/alerts");
		assertThat(alerts.list("$.alerts[?(@.rule == 'lock-wait')].silencedUntil")).containsExactly(until.toString());
		assertThat(alerts.objects("$.alerts[?(@.rule == 'long-statement')]")).singleElement()
			.satisfies((alert) -> assertThat(alert).doesNotContainKey("silencedUntil"));
		assertThat(alerts.string("$.silences[0].rule")).isEqualTo("lock-wait");
		assertThat(this.application.http().delete("/actuator/dbmonitor/alerts/lock-wait").statusCode()).isEqualTo(200);
		assertThat(this.application.http().delete("/actuator/dbmonitor/alerts/lock-wait").statusCode()).isEqualTo(404);
		assertThat(this.application.http().json("/actuator/dbmonitor/alerts").list("$.silences")).isEmpty();
		assertThat(this.application.overview().number("$.alerts.firing")).isPositive();
		assertThat(this.application.scrape().value("dbmonitor_alerts{severity=\"warning\",state=\"firing\"}"))
			.isPositive();
		Json health = this.application.http().json("/actuator/health");
		assertThat(health.string("$.components.dbmonitor.status")).isEqualTo("UP");
		assertThat(health.list("$.components.dbmonitor.details.firing[*].rule")).contains("lock-wait");
	}

	@Test
	@Order(3)
	void countersThatGrow() throws Exception {
		this.jdbc.execute("create table dish (id int primary key, name text)");
		this.jdbc.execute("insert into dish select i, 'dish ' || i from generate_series(1, 10) i");
		// Something usual comes first
		for (int i = 0; i < 300; i++) {
			this.jdbc.queryForList("select pg_sleep(?) as naps", 0);
		}
		deadlock();
		for (int i = 0; i < 10; i++) {
			inTransaction("MenuService.show", () -> IntStream.range(0, 10).forEach(this::dish));
		}
		this.jdbc.queryForList("select pg_sleep(?) as naps", 0.3);
		// For as long as it takes, since the window moves on
		await().atMost(LONG).until(() -> {
			fail(50);
			return hasFired(BuiltInRule.ERROR_RATIO) && hasFired(BuiltInRule.ROLLBACK_RATIO);
		});
		assertThat(AlertText.evidence(fires(BuiltInRule.N_PLUS_ONE))).first()
			.satisfies(
					(line) -> assertThat(line).contains("AlertRuleTests.dish:", "select name from dish where id = ?"));
		assertThat(AlertText.evidence(fires(BuiltInRule.SLOWER_THAN_USUAL))).first()
			.satisfies((line) -> assertThat(line).contains("pg_sleep(?)"));
		assertThat(this.application.scrape().value("dbmonitor_query_slower_total{datasource=\"dataSource\"}"))
			.isPositive();
		fires(BuiltInRule.DEADLOCKS);
		assertThat(AlertText.evidence(fires(BuiltInRule.ERROR_RATIO))).first()
			.satisfies((line) -> assertThat(line).contains("select ? / ?"));
		fires(BuiltInRule.ROLLBACK_RATIO);
		resolves(BuiltInRule.ERROR_RATIO.id());
		resolves(BuiltInRule.ROLLBACK_RATIO.id());
		resolves(BuiltInRule.N_PLUS_ONE.id());
		resolves(BuiltInRule.SLOWER_THAN_USUAL.id());
		resolves(BuiltInRule.DEADLOCKS.id());
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			assertThatException().isThrownBy(() -> inTransaction("fails", () -> this.jdbc.queryForList("select 1 / 0")))
				.isInstanceOf(DataAccessException.class);
		}
	}

	private void dish(int id) {
		this.jdbc.queryForList("select name from dish where id = ?", id);
	}

	private void deadlock() throws Exception {
		try (Connection first = this.database.connect(); Connection second = this.database.connect()) {
			first.setAutoCommit(false);
			second.setAutoCommit(false);
			execute(first, "update dish set name = 'a' where id = 1");
			execute(second, "update dish set name = 'b' where id = 2");
			Future<Boolean> one = this.threads.submit(() -> fails(first, "update dish set name = 'a' where id = 2"));
			Future<Boolean> other = this.threads.submit(() -> fails(second, "update dish set name = 'b' where id = 1"));
			assertThat(one.get(20, TimeUnit.SECONDS) ^ other.get(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	/** Whichever of the two the server chooses to end; the other one goes on then. */
	private static boolean fails(Connection connection, String sql) throws SQLException {
		boolean failed = false;
		try {
			execute(connection, sql);
		}
		catch (SQLException ex) {
			failed = true;
		}
		connection.rollback();
		return failed;
	}

	@Test
	@Order(4)
	void whatTheServerStores() throws SQLException {
		this.database.execute("create sequence tickets maxvalue 100");
		this.database.execute("select setval('tickets', 95)");
		this.database.execute("create table twins (id int)");
		this.database.execute("insert into twins values (1), (1)");
		assertThatException()
			.isThrownBy(() -> this.database.execute("create unique index concurrently twins_key on twins (id)"));
		this.database.execute("create table litter (id int) with (autovacuum_enabled = off)");
		this.database.execute("insert into litter select generate_series(1, 40000)");
		this.database.execute("delete from litter where id <= 20000");
		this.database.execute("select pg_create_physical_replication_slot('left_behind', true)");
		this.database.execute("create table wal (t text)");
		this.database.execute("insert into wal select repeat(md5(i::text), 30) from generate_series(1, 60000) i");
		assertThat(fires(BuiltInRule.SEQUENCE_USED).evidence()).containsEntry("sequences", List.of("tickets"));
		assertThat(AlertText.evidence(fires(BuiltInRule.INVALID_INDEX))).containsExactly("public.twins_key on twins");
		assertThat(AlertText.evidence(fires(BuiltInRule.DEAD_ROWS))).containsExactly("public.litter: 20000 dead rows");
		Alert inactive = fires(BuiltInRule.SLOT_INACTIVE);
		assertThat(inactive.value()).isEqualTo(1);
		assertThat(inactive.evidence()).containsEntry("slots", List.of("left_behind"));
		Alert retained = fires(BuiltInRule.SLOT_RETAINED);
		assertThat(retained.value()).isGreaterThan(30_000_000);
		assertThat(retained.evidence()).containsEntry("slots", List.of("left_behind"));
		this.database.execute("alter sequence tickets maxvalue 10000");
		this.database.execute("drop index twins_key");
		this.database.execute("vacuum litter");
		this.database.execute("select pg_drop_replication_slot('left_behind')");
		for (BuiltInRule rule : List.of(BuiltInRule.SEQUENCE_USED, BuiltInRule.INVALID_INDEX, BuiltInRule.DEAD_ROWS,
				BuiltInRule.SLOT_INACTIVE, BuiltInRule.SLOT_RETAINED)) {
			resolves(rule.id());
		}
	}

	@Test
	@Order(5)
	void connectionThatIsForgottenAndConnectionsOfOthers() throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		Future<Connection> forgotten = this.threads.submit(() -> takeAndForget(seen));
		List<Connection> others = new ArrayList<>();
		try {
			await().until(() -> this.application.http()
				.json("/actuator/dbmonitor/connections")
				.list("$.leases[?(@.firstSeenAt)]")
				.size() == 1);
			seen.countDown();
			for (int i = 0; i < 80; i++) {
				others.add(this.database.connect());
			}
			assertThat(fires(BuiltInRule.CONNECTIONS_NEAR_MAX).value()).isGreaterThan(0.2);
			await()
				.until(() -> this.application.scrape().value("dbmonitor_pool_leaks{datasource=\"dataSource\"}") == 1);
			assertThat(fires(BuiltInRule.SUSPECTED_LEAK).evidence().toString())
				.contains("AlertRuleTests.takeAndForget:");
		}
		finally {
			for (Connection other : others) {
				other.close();
			}
			forgotten.get(10, TimeUnit.SECONDS).close();
		}
		resolves(BuiltInRule.CONNECTIONS_NEAR_MAX.id());
		resolves(BuiltInRule.SUSPECTED_LEAK.id());
	}

	private Connection takeAndForget(CountDownLatch seen) throws Exception {
		Connection connection = this.application.bean(DataSource.class).getConnection();
		execute(connection, "select 'forgotten'");
		assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
		return connection;
	}

	@Test
	@Order(6)
	void auditThatIsBypassedAndAuditThatFails() throws SQLException {
		persist("Ann");
		this.database.execute("update customer set name = 'Eve'");
		assertThat(fires(BuiltInRule.AUDIT_BYPASSED).labels()).containsEntry("datasource", "dataSource");
		this.database.execute("alter table dbmonitor_change rename to hidden");
		try {
			assertThatException().isThrownBy(() -> persist("Bob"));
			Alert failing = fires(BuiltInRule.AUDIT_FAILURES);
			assertThat(failing.severity()).isEqualTo(AlertSeverity.CRITICAL);
			assertThat(this.application.http().get("/actuator/health").body())
				.contains("\"dbmonitor\":{\"details\":{\"firing\":[{\"rule\":\"audit-failures\"")
				.contains("OUT_OF_SERVICE");
		}
		finally {
			this.database.execute("alter table hidden rename to dbmonitor_change");
		}
		resolves(BuiltInRule.AUDIT_FAILURES.id());
		resolves(BuiltInRule.AUDIT_BYPASSED.id());
	}

	@Test
	@Order(6)
	void recordsOfTriggersThatAreNotJoined() throws SQLException {
		try (Connection other = this.database.connect()) {
			// As another instance has it that is stuck
			execute(other, "select pg_advisory_lock(x'64626D6F6E74'::bigint)");
			persist("Dan");
			Alert alert = fires(BuiltInRule.AUDIT_UNJOINED);
			assertThat(alert.summary()).contains("of triggers");
			assertThat(this.application.http().get("/actuator/prometheus").body())
				.containsPattern("dbmonitor_audit_unjoined\\{datasource=\"dataSource\"} [1-9]")
				.containsPattern("dbmonitor_audit_unjoined_age_seconds\\{datasource=\"dataSource\"} [1-9]");
		}
		resolves(BuiltInRule.AUDIT_UNJOINED.id());
		assertThat(this.application.http().get("/actuator/prometheus").body())
			.contains("dbmonitor_audit_unjoined{datasource=\"dataSource\"} 0.0")
			.contains("dbmonitor_audit_unjoined_age_seconds{datasource=\"dataSource\"} 0.0");
	}

	@Test
	@Order(6)
	void sealsThatCannotBeWritten() throws SQLException {
		persist("Eli");
		this.database.execute("alter table dbmonitor_seal rename kind to other");
		try {
			persist("Flo");
			Alert alert = fires(BuiltInRule.AUDIT_SEAL_FAILED);
			assertThat(alert.summary()).startsWith("Change sets cannot be sealed: ").contains("kind");
			assertThat(this.application.http().get("/actuator/prometheus").body())
				.contains("dbmonitor_audit_seal_failed{datasource=\"dataSource\"} 1.0");
		}
		finally {
			this.database.execute("alter table dbmonitor_seal rename other to kind");
		}
		resolves(BuiltInRule.AUDIT_SEAL_FAILED.id());
	}

	@Test
	@Order(6)
	void auditThatWasTamperedWith() throws SQLException {
		persist("Cid");
		AuditSeals seals = this.application.bean(AuditSeals.class);
		await().atMost(LONG)
			.until(() -> this.database.number("select count(*) from dbmonitor_change_set s where not exists "
					+ "(select from dbmonitor_seal where change_set_id = s.id and kind = 'SEALED')") == 0);
		this.database.execute("update dbmonitor_change_set set actor = 'Mallory' "
				+ "where id = (select max(id) from dbmonitor_change_set)");
		seals.verify();
		Alert alert = fires(BuiltInRule.AUDIT_TAMPERED);
		assertThat(alert.severity()).isEqualTo(AlertSeverity.CRITICAL);
		assertThat(alert.evidence().get("found")).asString().contains("ALTERED");
		this.database.execute("update dbmonitor_change_set set actor = null where actor = 'Mallory'");
		seals.verify();
		resolves(BuiltInRule.AUDIT_TAMPERED.id());
	}

	private void persist(String name) {
		new TransactionTemplate(this.application.bean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> this.application.bean(EntityManager.class).persist(new Customer(name)));
	}

	@Test
	@Order(7)
	void ruleOfTheApplicationAndItsListener() {
		AlertApplication own = this.application.bean(AlertApplication.class);
		own.goods = 0;
		assertThat(fires("empty-shelves").labels()).isEqualTo(Map.of("hall", "north"));
		own.goods = 100;
		resolves("empty-shelves");
		await().untilAsserted(
				() -> assertThat(own.changes).filteredOn((change) -> change.alert().rule().equals("empty-shelves"))
					.extracting((change) -> change.from() + ">" + change.alert().state())
					.containsExactly("null>FIRING", "FIRING>RESOLVED"));
	}

	@Test
	@Order(LAST)
	void databaseThatIsDown() {
		this.postgres.crash();
		Alert down = fires(BuiltInRule.DATABASE_DOWN);
		assertThat(down.severity()).isEqualTo(AlertSeverity.CRITICAL);
		assertThat(down.summary()).startsWith("The database does not answer: ");
		this.postgres.start();
		resolves(BuiltInRule.DATABASE_DOWN.id());
	}

	private Alert fires(BuiltInRule rule) {
		return fires(rule.id());
	}

	private Alert fires(String rule) {
		return await().alias(rule).atMost(LONG).until(() -> fired(rule), Optional::isPresent).orElseThrow();
	}

	private boolean hasFired(BuiltInRule rule) {
		return fired(rule.id()).isPresent();
	}

	/** On a slow machine it can be over when the test asks. */
	private Optional<Alert> fired(String rule) {
		return Stream.concat(this.alerts.firing().stream(), this.alerts.resolved().stream())
			.filter((alert) -> alert.rule().equals(rule) && !alert.since().isBefore(this.began))
			.findFirst();
	}

	private void resolves(String rule) {
		await().alias(rule)
			.atMost(LONG)
			.until(() -> this.alerts.open().stream().noneMatch((alert) -> alert.rule().equals(rule))
					&& this.alerts.resolved()
						.stream()
						.anyMatch((alert) -> alert.rule().equals(rule) && alert.state() == AlertState.RESOLVED
								&& !alert.since().isBefore(this.began)));
	}

	private void inTransaction(String name, Runnable work) {
		TransactionTemplate transaction = new TransactionTemplate(
				this.application.bean(PlatformTransactionManager.class));
		transaction.setName(name);
		transaction.executeWithoutResult((status) -> work.run());
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private HttpResponse<String> post(String json) {
		return this.application.http().post("/actuator/dbmonitor/alerts", json);
	}

	/** An application with a rule and a listener of its own. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class AlertApplication {

		private final List<AlertChange> changes = new CopyOnWriteArrayList<>();

		private volatile int goods = 100;

		@Bean
		AlertRule emptyShelves() {
			AlertSettings settings = new AlertSettings(AlertSeverity.INFO, Threshold.below(10), Duration.ZERO);
			return AlertRule.of("empty-shelves", settings,
					(now) -> List.of(new AlertReading(Map.of("hall", "north"), this.goods, "Goods run out")));
		}

		@EventListener
		void changed(AlertChange change) {
			this.changes.add(change);
		}

	}

}
