package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.dbmonitor.audit.AuditHold;
import io.dbmonitor.audit.AuditHolds;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.MariaDbDatabase;
import io.dbmonitor.testing.MariaDbTest;
import io.dbmonitor.testing.Proves;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The durable store in a real MariaDB, through its driver and through that of MySQL.
 */
@MariaDbTest
@Proves(area = Proves.Area.DATABASES, subject = "The audit in MariaDB",
		note = "changes in the same transaction, statements past the mapper, retention, holds; no triggers, no seals, no partitions")
class MariaDbStoreTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	private static final String ROWS_SENT = "select variable_value from information_schema.global_status"
			+ " where variable_name = 'ROWS_SENT'";

	private static final String HOSTILE = "tab\t newline\n backslash \\ \\N quote \" ' ` $$ ; -- {} # \u2028 \uD83D\uDE00 é";

	private final MariaDbDatabase database;

	MariaDbStoreTests(MariaDbDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void anew() throws SQLException {
		for (String table : List.of("dbmonitor_change", "dbmonitor_change_set", "dbmonitor_hold", "dbmonitor_lock",
				"memo", "whisper", "memo_seq", "whisper_seq")) {
			this.database.execute("drop table if exists " + table);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void changesAreKeptWithWhatWasChangedOrNotAtAll(boolean mySqlDriver) throws SQLException {
		MariaDbDatabase database = mySqlDriver ? this.database.throughMySqlDriver() : this.database;
		try (ConfigurableApplicationContext context = run(database, "dbmonitor.audit.jdbc.initialize-schema=always")) {
			persist(context, 1, HOSTILE);
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				context.getBean(EntityManager.class).persist(new Memo("in vain"));
				context.getBean(EntityManager.class).flush();
				status.setRollbackOnly();
			});
			persist(context, 250, "many");
			List<ChangeSet> found = find(context, ALL);
			assertThat(found).hasSize(2);
			Change first = found.get(1).changes().get(0);
			assertThat(first.values()).containsEntry("text", new ValueChange(null, HOSTILE));
			assertThat(first.source()).isEqualTo(ChangeSource.ORM);
			assertThat(found.get(0).changes()).hasSize(250);
			assertThat(this.database.number("select count(*) from memo")).isEqualTo(251);
			assertThat(this.database.number("select count(*) from dbmonitor_change")).isEqualTo(251);
			ChangeSet set = found.get(1);
			assertThat(context.getBean(ChangeSetStore.class).get(set.id())).contains(set);
			assertThat(find(context, new AuditQuery(null, null, null, null, set.at(), set.at().plusNanos(1000), 0, 10)))
				.containsExactly(set);
			assertThat(find(context, new AuditQuery(null, null, null, ChangeOperation.DELETE, null, null, 0, 10)))
				.isEmpty();
			assertThat(find(context, AuditQuery.of("Memo", first.id(), null))).containsExactly(set);
			context.getBean(JdbcTemplate.class).update("update memo set text = 'b' where text = 'many'");
			assertThat(find(context, ALL).get(0).changes()).singleElement()
				.satisfies((change) -> assertThat(change.source()).isEqualTo(ChangeSource.STATEMENT));
			this.database.execute("drop table dbmonitor_change");
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> persist(context, 1, "lost"))
				.havingRootCause()
				.withMessageContaining("dbmonitor_change");
			assertThat(this.database.number("select count(*) from memo where text = 'lost'")).isZero();
		}
	}

	@Test
	void largeValuesOfManyChangesFitIntoWhatTheServerTakesAtOnce() throws SQLException {
		try (ConfigurableApplicationContext context = run(this.database,
				"dbmonitor.audit.jdbc.initialize-schema=always")) {
			persist(context, 100, "x".repeat(60_000));
			assertThat(this.database.number("select count(*) from dbmonitor_change")).isEqualTo(100);
			assertThat(this.database.number("select max(place) >> 20 from dbmonitor_change")).isEqualTo(99);
			assertThat(this.database.number("select sum(length(field_changes)) from dbmonitor_change"))
				.isGreaterThan(6_000_000);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fail", "log" })
	void deadlockInTheWriteFailsTheTransactionThatTheServerHasRolledBack(String onFailure) throws Exception {
		try (ConfigurableApplicationContext context = run(this.database,
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.on-failure=" + onFailure);
				Connection other = this.database.connect();
				Statement statement = other.createStatement()) {
			persist(context, 1, "a");
			ChangeSet first = find(context, ALL).get(0);
			long id = Long.parseLong(first.changes().get(0).id());
			other.setAutoCommit(false);
			// The victim is who has written less
			statement.execute("insert into whisper (id) select seq from seq_1_to_1000");
			statement.execute("select id from dbmonitor_change_set for update");
			FutureTask<Void> update = new FutureTask<>(
					() -> inTransaction(context, (entityManager) -> entityManager.find(Memo.class, id).text = "b"),
					null);
			new Thread(update, "victim").start();
			await().until(() -> this.database
				.number("select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'") == 1);
			statement.execute("update memo set text = 'c' where id = " + id);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(update::get)
				.havingRootCause()
				.isInstanceOfSatisfying(SQLException.class, (ex) -> assertThat(ex.getSQLState()).isEqualTo("40001"));
			other.rollback();
			assertThat(this.database.number("select count(*) from memo where text = 'a'")).isEqualTo(1);
			assertThat(find(context, ALL)).containsExactly(first);
		}
	}

	@Test
	void onlyWhatIsAskedForIsReadHoweverMuchThereIs() throws SQLException {
		try (ConfigurableApplicationContext context = run(this.database.throughMySqlDriver(),
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.database.enabled=false")) {
			this.database.execute("insert into dbmonitor_change_set (uuid, changed_at)"
					+ " select uuid(), utc_timestamp(6) from seq_1_to_3000");
			long before = this.database.number(ROWS_SENT);
			assertThat(find(context, new AuditQuery(null, null, null, null, null, null, 0, 10))).isEmpty();
			assertThat(this.database.number(ROWS_SENT) - before).isLessThan(1000);
		}
	}

	@Test
	void whatHasComeOfAgeGoesButForWhatIsHeld() {
		try (ConfigurableApplicationContext context = run(this.database,
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.jdbc.retention.age=365d",
				"dbmonitor.audit.jdbc.retention.interval=1s")) {
			IntStream.range(0, 3).forEach((i) -> persist(context, 300, "old"));
			String held = find(context, ALL).get(1).changes().get(7).id();
			AuditHolds holds = context.getBean(AuditHolds.class);
			AuditHold hold = holds.place(Memo.class, Long.valueOf(held), "a case");
			assertThat(holds.all()).containsExactly(hold);
			context.getBean(JdbcTemplate.class)
				.update("update dbmonitor_change_set set changed_at = changed_at - interval 400 day");
			persist(context, 1, "young");
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(find(context, ALL).stream().flatMap((set) -> set.changes().stream()))
					.hasSize(2)
					.extracting(Change::id)
					.contains(held));
			assertThat(holds.lift(hold.id())).isTrue();
			await().untilAsserted(() -> assertThat(find(context, ALL)).hasSize(1));
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	@Test
	void missingTablesStopTheStartAndNameTheScript() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> run(this.database).close())
			.havingCause()
			.isInstanceOf(AuditSchemaException.class)
			.satisfies((ex) -> assertThat(((AuditSchemaException) ex).script()).endsWith("schema-mariadb.sql"));
	}

	private static void persist(ConfigurableApplicationContext context, int count, String text) {
		inTransaction(context,
				(entityManager) -> IntStream.range(0, count).forEach((i) -> entityManager.persist(new Memo(text))));
	}

	private static void inTransaction(ConfigurableApplicationContext context, Consumer<EntityManager> work) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> work.accept(entityManager));
	}

	private static List<ChangeSet> find(ConfigurableApplicationContext context, AuditQuery query) {
		return context.getBean(ChangeSetStore.class).find(query);
	}

	private static ConfigurableApplicationContext run(MariaDbDatabase database, String... properties) {
		return new SpringApplicationBuilder(MemoApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"spring.jpa.properties.hibernate.jdbc.batch_size=50")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

}
