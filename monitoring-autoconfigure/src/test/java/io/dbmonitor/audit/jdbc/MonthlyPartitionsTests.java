package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditHolds;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Months come and go without anybody waiting for it.
 */
@PostgresTest
class MonthlyPartitionsTests {

	private static final Instant START = Instant.parse("2026-01-15T12:00:00Z");

	private static final Duration MONTH = Duration.ofDays(31);

	private static final String KEEP_TWO_MONTHS = "dbmonitor.audit.jdbc.retention.age=60d";

	private volatile Instant now = START;

	@BeforeEach
	void anew(PostgresDatabase database) throws SQLException {
		database.execute("drop schema public cascade; create schema public");
	}

	@Test
	void noWriterWaitsWhileMonthsComeAndGoAndWhatIsHeldStays(PostgresDatabase database) throws Exception {
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS,
				"spring.datasource.hikari.connection-init-sql=set lock_timeout = '50ms'")) {
			Map<Long, Instant> written = new ConcurrentHashMap<>();
			AtomicBoolean ended = new AtomicBoolean();
			ExecutorService executor = Executors.newFixedThreadPool(6);
			List<Future<?>> writers = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				int count = (i % 2 == 0) ? 1 : 12;
				writers.add(executor.submit(() -> {
					while (!ended.get()) {
						Instant before = this.now;
						persist(context, count).forEach((id) -> written.put(id, before));
					}
				}));
			}
			await(() -> assertThat(written).hasSizeGreaterThan(100));
			List<Long> held = written.keySet().stream().limit(5).toList();
			held.forEach((id) -> context.getBean(AuditHolds.class).place(Memo.class, id, "a case"));
			for (int month = 2; month <= 9; month++) {
				this.now = START.plus(MONTH.multipliedBy(month - 1));
				int newest = month + 1;
				await(() -> assertThat(partitions(database)).contains(newest));
			}
			// The month that was held is emptied of all else, those behind it are gone
			await(() -> assertThat(partitions(database)).containsExactly(1, 7, 8, 9, 10));
			await(() -> assertThat(database.number("select count(*) from dbmonitor_change_2026_01")).isEqualTo(5));
			ended.set(true);
			for (Future<?> writer : writers) {
				writer.get();
			}
			executor.shutdown();
			Instant cutoff = this.now.minus(Duration.ofDays(60));
			written.values().removeIf((at) -> at.isBefore(cutoff));
			assertThat(written).isNotEmpty();
			List<Long> kept = context.getBean(JdbcTemplate.class)
				.queryForList("select cast(entity_id as bigint) from dbmonitor_change", Long.class);
			assertThat(kept).containsAll(written.keySet()).containsAll(held).doesNotHaveDuplicates();
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			context.getBean(AuditHolds.class)
				.all()
				.forEach((hold) -> context.getBean(AuditHolds.class).lift(hold.id()));
			await(() -> assertThat(partitions(database)).containsExactly(7, 8, 9, 10));
		}
	}

	@Test
	void aHoldThatIsPlacedWhileAMonthIsDetachedBringsItBack(PostgresDatabase database) throws SQLException {
		long id;
		try (ConfigurableApplicationContext context = run(database)) {
			id = persist(context, 1).get(0);
			this.now = START.plus(MONTH.multipliedBy(4));
			await(() -> assertThat(partitions(database)).contains(5, 6));
		}
		try (Connection holder = database.connect();
				Statement statement = holder.createStatement();
				ConfigurableApplicationContext context = run(database)) {
			// Of two, one passes by
			context.getBean(AuditRetention.class).stop();
			holder.setAutoCommit(false);
			KeepingLock.take(holder);
			AuditRetention retention = new AuditRetention(context.getBean(MonitoredDataSources.class),
					context.getBean(AuditSchema.class), settings(), RemovalRecord.NONE, context.getBean(Faults.class));
			retention.start();
			await(() -> assertThat(partitions(database)).doesNotContain(1));
			statement.execute("insert into dbmonitor_hold (id, entity, entity_id, reason, placed_at)"
					+ " values (gen_random_uuid(), 'Memo', '" + id + "', 'late', now())");
			holder.commit();
			await(() -> assertThat(partitions(database)).contains(1));
			retention.stop();
			assertThat(context.getBean(ChangeSetStore.class).find(AuditQuery.of("Memo", String.valueOf(id), null)))
				.hasSize(1);
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	/**
	 * A run can be interrupted between the tables, and a hold be placed before the next.
	 */
	@Test
	void whatWasDetachedAndIsHeldComesBack(PostgresDatabase database) throws SQLException {
		Long id;
		try (ConfigurableApplicationContext context = run(database)) {
			id = persist(context, 1).get(0);
			this.now = START.plus(MONTH.multipliedBy(4));
			await(() -> assertThat(partitions(database)).contains(5, 6));
			database
				.execute("alter table dbmonitor_change_set detach partition dbmonitor_change_set_2026_01 concurrently");
			context.getBean(AuditHolds.class).place(Memo.class, id, "a case");
		}
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS)) {
			await(() -> assertThat(
					context.getBean(ChangeSetStore.class).find(AuditQuery.of("Memo", id.toString(), null)))
				.hasSize(1));
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	/** Its change sets have ids of that month. */
	@Test
	void aMonthThatTriggersRecordedSomethingOfStaysUntilItIsJoined(PostgresDatabase database) throws SQLException {
		run(database).close();
		database.execute("create table dbmonitor_write (id bigint); insert into dbmonitor_write"
				+ " select last_value + 1 from dbmonitor_change_set_id");
		this.now = START.plus(MONTH.multipliedBy(5));
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS)) {
			await(() -> assertThat(partitions(database)).containsExactly(1, 6, 7));
			database.execute("delete from dbmonitor_write");
			await(() -> assertThat(partitions(database)).containsExactly(6, 7));
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	@Test
	void whileAnotherInstanceIsAtItNothingFails(PostgresDatabase database) throws SQLException {
		run(database).close();
		this.now = START.plus(MONTH.multipliedBy(5));
		try (Connection other = database.connect()) {
			other.setAutoCommit(false);
			assertThat(MonthlyPartitions.tryLock(other)).isTrue();
			try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS)) {
				await(() -> assertThat(partitions(database)).containsExactly(1, 2, 6, 7));
				other.rollback();
				await(() -> assertThat(partitions(database)).containsExactly(6, 7));
				assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			}
		}
	}

	private RetentionSettings settings() {
		return new RetentionSettings(Duration.ofDays(60), Duration.ofHours(1), Duration.ZERO, true, () -> this.now);
	}

	@Test
	void anApplicationThatWasOffForMonthsGoesOnAtOnce(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database)) {
			persist(context, 3);
		}
		this.now = START.plus(MONTH.multipliedBy(5));
		try (ConfigurableApplicationContext context = run(database)) {
			persist(context, 12);
			assertThat(partitions(database)).containsExactly(1, 2, 6, 7);
			assertThat(database.number("select count(*) from dbmonitor_change_2026_06")).isEqualTo(12);
			assertThat(context.getBean(ChangeSetStore.class)
				.find(new AuditQuery("Memo", null, null, null, null, null, 0, 10))
				.stream()
				.map((changeSet) -> changeSet.changes().size())).containsExactly(12, 3);
		}
	}

	@Test
	void readingIsDoneInTheMonthsThatItConcerns(PostgresDatabase database) throws SQLException {
		for (int month = 0; month < 6; month++) {
			this.now = START.plus(MONTH.multipliedBy(month));
			try (ConfigurableApplicationContext context = run(database)) {
				IntStream.range(0, 50).forEach((i) -> persist(context, 1));
			}
		}
		database.execute("analyze");
		try (ConfigurableApplicationContext context = run(database)) {
			assertThat(explain(context, "select s.uuid from dbmonitor_change_set s order by s.id desc limit 10"))
				.filteredOn((line) -> line.contains("2026_05"))
				.isNotEmpty()
				.allMatch((line) -> line.contains("never executed"));
			database.execute("select pg_stat_reset()");
			assertThat(context.getBean(ChangeSetStore.class)
				.find(new AuditQuery(null, null, null, null, null, null, 0, 10))).hasSize(10);
			await(() -> assertThat(scans(database, "06")).isPositive());
			assertThat(scans(database, "0[1-4]")).isZero();
		}
	}

	/** Of the changes of some months. */
	private static long scans(PostgresDatabase database, String months) throws SQLException {
		return database.number("select coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0) from pg_stat_user_tables"
				+ " where relname ~ '^dbmonitor_change_2026_" + months + "$'");
	}

	private static List<String> explain(ConfigurableApplicationContext context, String sql) {
		return context.getBean(JdbcTemplate.class).queryForList("explain (analyze) " + sql, String.class);
	}

	@Test
	void whatWasLeftHalfwayIsGoneOnWith(PostgresDatabase database) throws SQLException {
		persistThreeThenFour(database);
		try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("select * from dbmonitor_change_set");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> detachInVain(database));
		}
		try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS)) {
			await(() -> assertThat(partitions(database)).containsExactly(5, 6));
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(4);
		}
	}

	/** Four months lie between. */
	private void persistThreeThenFour(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database)) {
			persist(context, 3);
		}
		this.now = START.plus(MONTH.multipliedBy(4));
		try (ConfigurableApplicationContext context = run(database)) {
			persist(context, 4);
		}
	}

	/** The interval is much longer than the test waits. */
	@Test
	void whatSomebodyElseInterruptsIsGoneOnWithSoon(PostgresDatabase database) throws SQLException {
		persistThreeThenFour(database);
		try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("select * from dbmonitor_change_set");
			try (ConfigurableApplicationContext context = run(database, KEEP_TWO_MONTHS,
					"dbmonitor.audit.jdbc.retention.interval=1h",
					"spring.datasource.url=" + database.url() + "?options=-c%20lock_timeout=200ms")) {
				Faults faults = context.getBean(Faults.class);
				await(() -> assertThat(faults.faults(Feature.AUDIT)).isPositive());
				assertThat(database.number("select count(*) from pg_inherits where inhdetachpending")).isEqualTo(1);
				assertThat(context.getBean(ChangeSetStore.class)
					.find(new AuditQuery(null, null, null, null, null, null, 0, 10))
					.stream()
					.map((changeSet) -> changeSet.changes().size())).containsExactly(4);
				// Neither is it left alone, nor tried all the time
				await(() -> assertThat(faults.faults(Feature.AUDIT)).isEqualTo(2));
				reader.rollback();
				await(() -> assertThat(partitions(database)).containsExactly(5, 6));
				assertThat(database.number("select count(*) from pg_class where relname ~ '^dbmonitor.*_2026_01$'"))
					.isZero();
				assertThat(faults.faults(Feature.AUDIT)).isEqualTo(2);
				assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(4);
			}
		}
	}

	@Test
	void whatWasLeftHalfwayComesBackWhereNothingComesOfAgeAnyMore(PostgresDatabase database) throws SQLException {
		long id;
		try (ConfigurableApplicationContext context = run(database)) {
			id = persist(context, 1).get(0);
		}
		this.now = START.plus(MONTH.multipliedBy(4));
		run(database).close();
		try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("select * from dbmonitor_change_set");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> detachInVain(database));
		}
		try (ConfigurableApplicationContext context = run(database)) {
			await(() -> assertThat(partitions(database)).contains(1));
			assertThat(context.getBean(ChangeSetStore.class).find(AuditQuery.of("Memo", String.valueOf(id), null)))
				.hasSize(1);
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	private static void detachInVain(PostgresDatabase database) throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("set lock_timeout = '100ms'");
			statement
				.execute("alter table dbmonitor_change_set detach partition dbmonitor_change_set_2026_01 concurrently");
		}
	}

	@Test
	void tablesThatAreNotPartitionedStopTheStart(PostgresDatabase database) {
		run(database, "dbmonitor.audit.jdbc.partitioned=false").close();
		assertThatStartFails(database).withMessageContaining("are not partitioned, and cannot be made so");
	}

	@Test
	void tablesThatArePartitionedUnaskedStopTheStart(PostgresDatabase database) {
		run(database).close();
		assertThatStartFails(database, "dbmonitor.audit.jdbc.partitioned=false")
			.withMessageContaining("set dbmonitor.audit.jdbc.partitioned=true");
	}

	@Test
	void anotherDatabaseStopsTheStart(PostgresDatabase database) {
		assertThatStartFails(database, "spring.datasource.url=jdbc:h2:mem:partitioned", "spring.datasource.username=sa",
				"spring.datasource.password=")
			.withMessageContaining("on PostgreSQL only");
	}

	@Test
	@Tag("credentials")
	void aRoleThatDoesNotOwnTheTablesStopsTheStart(PostgresDatabase database) throws SQLException {
		run(database).close();
		this.now = START.plus(MONTH);
		database.execute("create role writer login password 'writer'; grant usage, create on schema public to writer;"
				+ " grant all on all tables in schema public to writer; grant all on all sequences in schema public to"
				+ " writer");
		PostgresDatabase writer = database.as("writer", "writer");
		try {
			assertThatStartFails(writer, "spring.jpa.hibernate.ddl-auto=none",
					"dbmonitor.audit.jdbc.initialize-schema=never")
				.withMessageContaining("which their owner may do")
				.withMessageContaining("must be owner");
		}
		finally {
			database.execute("drop owned by writer; drop role writer");
		}
	}

	private ThrowableAssertAlternative<?> assertThatStartFails(PostgresDatabase database, String... properties) {
		return assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> run(database, properties).close())
			.havingCause()
			.isInstanceOf(AuditSchemaException.class);
	}

	/** The months that both tables have a partition of. */
	private static List<Integer> partitions(PostgresDatabase database) throws SQLException {
		try (Connection connection = database.connect();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("""
						select right(c.relname, 2)::int from pg_inherits i join pg_class c on c.oid = i.inhrelid
						where c.relkind = 'r' and not i.inhdetachpending group by 1 having count(*) = 2 order by 1
						""")) {
			List<Integer> months = new ArrayList<>();
			while (row.next()) {
				months.add(row.getInt(1));
			}
			return months;
		}
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
	}

	private static List<Long> persist(ConfigurableApplicationContext context, int count) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		List<Memo> memos = Stream.generate(() -> new Memo("a")).limit(count).toList();
		context.getBean(TransactionTemplate.class)
			.executeWithoutResult((status) -> memos.forEach(entityManager::persist));
		return memos.stream().map((memo) -> Objects.requireNonNull(memo.id)).toList();
	}

	private ConfigurableApplicationContext run(PostgresDatabase database, String... properties) {
		return new SpringApplicationBuilder(MemoApplication.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("clock", InstantSource.class,
					() -> () -> this.now))
			.properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.jdbc.partitioned=true",
					"dbmonitor.audit.jdbc.retention.interval=1s")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

}
