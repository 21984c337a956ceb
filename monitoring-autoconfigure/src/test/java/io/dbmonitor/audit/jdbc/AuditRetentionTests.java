package io.dbmonitor.audit.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditHold;
import io.dbmonitor.audit.AuditHolds;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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

/**
 * What has come of age goes, what is held stays, and nothing else is touched.
 */
@PostgresTest
class AuditRetentionTests {

	private static final String KEEP_A_YEAR = "dbmonitor.audit.jdbc.retention.age=365d";

	private static final String[] H2 = { "spring.datasource.url=jdbc:h2:mem:retention", "spring.datasource.username=sa",
			"spring.datasource.password=" };

	@BeforeEach
	void anew(PostgresDatabase database) throws SQLException {
		database.execute("drop schema public cascade; create schema public");
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2" })
	void whatHasComeOfAgeGoesButForWhatIsHeld(String platform, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(platform.equals("h2") ? H2 : database.dataSourceProperties(),
				KEEP_A_YEAR)) {
			IntStream.rangeClosed(1, 5).forEach((i) -> persist(context, 300));
			persist(context, 2);
			context.getBean(JdbcTemplate.class).update("update memo set text = 'b' where id < 10");
			AuditHolds holds = context.getBean(AuditHolds.class);
			AuditHold hold = holds.place(Memo.class, 2L, "a case");
			assertThat(holds.all()).containsExactly(hold);
			assertThat(hold.entities()).containsExactly("Memo");
			age(context);
			persist(context, 3);
			await(() -> assertThat(changes(context)).extracting(Change::id)
				.containsExactlyInAnyOrder("2", "*", "1503", "1504", "1505"));
			assertThat(number(context, "select count(*) from dbmonitor_change_set")).isEqualTo(3);
			assertThat(holds.lift(hold.id())).isTrue();
			assertThat(holds.lift(hold.id())).isFalse();
			await(() -> assertThat(changes(context)).hasSize(3));
			assertThat(number(context, "select count(*) from dbmonitor_change_set")).isEqualTo(1);
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	@Test
	void nothingIsDeletedUnlessItIsAskedFor(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties())) {
			persist(context, 1);
			age(context);
			assertThat(context.getBean(AuditRetention.class).isRunning()).isFalse();
		}
	}

	@Test
	void aHoldOnAllOfATypeKeepsThem(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties(), KEEP_A_YEAR)) {
			context.getBean(AuditHolds.class).placeOnAll(Memo.class, "all of them");
			persist(context, 3);
			database.execute("update dbmonitor_change set entity = 'Other' where entity_id = '2'");
			age(context);
			await(() -> assertThat(changes(context)).extracting(Change::id).containsExactly("1", "3"));
		}
	}

	@Test
	void aHoldThatIsPlacedMeanwhileWins(PostgresDatabase database) throws Exception {
		int threads = 4;
		int each = 2500;
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties(),
				"dbmonitor.audit.jdbc.retention.pause=0ms", KEEP_A_YEAR)) {
			// One change set each, of the oldest first
			IntStream.range(0, 20).forEach((i) -> persist(context, threads * each / 20));
			database.execute("update dbmonitor_change_set set changed_at = now() - interval '300 days'");
			AuditHolds holds = context.getBean(AuditHolds.class);
			ExecutorService executor = Executors.newFixedThreadPool(threads);
			Map<String, Long> held = new TreeMap<>();
			age(context);
			List<Future<Map<String, Long>>> placing = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				int first = (thread + 1) * each;
				placing.add(executor.submit(() -> {
					Map<String, Long> kept = new TreeMap<>();
					for (int i = 0; i < 40; i++) {
						String id = String.valueOf(first - i * 20);
						holds.place(Memo.class, Long.valueOf(id), "race");
						kept.put(id, count(database, id));
					}
					return kept;
				}));
			}
			for (Future<Map<String, Long>> future : placing) {
				held.putAll(future.get());
			}
			executor.shutdown();
			long kept = held.values().stream().mapToLong(Long::longValue).sum();
			await(() -> assertThat(number(context, "select count(*) from dbmonitor_change")).isEqualTo(kept));
			for (Map.Entry<String, Long> entry : held.entrySet()) {
				assertThat(count(database, entry.getKey())).isEqualTo(entry.getValue());
			}
			assertThat(kept).isPositive();
		}
	}

	@Test
	void ofSeveralInstancesOneIsAtItAndTheOthersPassBy(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext one = run(database.dataSourceProperties(), KEEP_A_YEAR);
				ConfigurableApplicationContext other = run(database.dataSourceProperties(), KEEP_A_YEAR)) {
			IntStream.range(0, 12).forEach((i) -> persist(one, 1000));
			age(one);
			await(() -> assertThat(number(one, "select count(*) from dbmonitor_change_set")).isZero());
			assertThat(one.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
			assertThat(other.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	@Test
	void aDatabaseThatFailsIsAFaultAndTriedAgain(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties(), KEEP_A_YEAR)) {
			persist(context, 1);
			database.execute("alter table dbmonitor_hold rename to elsewhere");
			age(context);
			await(() -> assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isPositive());
			assertThat(changes(context)).hasSize(1);
			database.execute("alter table elsewhere rename to dbmonitor_hold");
			await(() -> assertThat(changes(context)).isEmpty());
		}
	}

	@Test
	@Tag("credentials")
	void aRoleThatMayNotDeleteStopsTheStart(PostgresDatabase database) throws SQLException {
		run(database.dataSourceProperties()).close();
		database.execute("create role appender login password 'appender';"
				+ " grant usage on schema public to appender; grant select, insert on all tables in schema public to"
				+ " appender; grant usage on all sequences in schema public to appender");
		String[] appender = database.as("appender", "appender").dataSourceProperties();
		try {
			start(appender, "spring.jpa.hibernate.ddl-auto=none", "dbmonitor.audit.jdbc.initialize-schema=never")
				.close();
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> start(appender, "spring.jpa.hibernate.ddl-auto=none",
						"dbmonitor.audit.jdbc.initialize-schema=never", KEEP_A_YEAR)
					.close())
				.havingCause()
				.isInstanceOf(AuditSchemaException.class)
				.withMessageContaining("cannot be deleted")
				.withMessageContaining("permission denied");
		}
		finally {
			database.execute("drop owned by appender; drop role appender");
		}
	}

	@Test
	void aHoldOnWhatIsNoEntityIsRefused(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties())) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> context.getBean(AuditHolds.class).placeOnAll(String.class, "none"))
				.withMessageContaining("java.lang.String is no entity");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "age=0s", "age=-1d", "age=10m", "interval=0s", "pause=-1s" })
	void badSettingsStopTheStart(String setting) {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> run(H2, "dbmonitor.audit.jdbc.retention." + setting).close())
			.havingRootCause()
			.withMessageContaining("Write a duration");
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
	}

	private static void age(ConfigurableApplicationContext context) {
		context.getBean(JdbcTemplate.class)
			.update("update dbmonitor_change_set set changed_at = changed_at - interval '400' day");
	}

	private static List<Change> changes(ConfigurableApplicationContext context) {
		return context.getBean(ChangeSetStore.class)
			.find(new AuditQuery(null, null, null, null, null, null, 0, 1000))
			.stream()
			.map(ChangeSet::changes)
			.flatMap(List::stream)
			.toList();
	}

	private static long number(ConfigurableApplicationContext context, String sql) {
		Long number = context.getBean(JdbcTemplate.class).queryForObject(sql, Long.class);
		return (number != null) ? number : 0;
	}

	private static long count(PostgresDatabase database, String id) throws SQLException {
		return database.number("select count(*) from dbmonitor_change where entity_id = '" + id + "'");
	}

	private static void persist(ConfigurableApplicationContext context, int count) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class)
			.executeWithoutResult(
					(status) -> IntStream.range(0, count).forEach((i) -> entityManager.persist(new Memo("a"))));
	}

	private static ConfigurableApplicationContext run(String[] dataSource, String... properties) {
		return start(dataSource, Stream
			.concat(Stream.of("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.jdbc.initialize-schema=always"),
					Stream.of(properties))
			.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext start(String[] dataSource, String... properties) {
		return new SpringApplicationBuilder(MemoApplication.class).properties(dataSource)
			.properties("dbmonitor.audit.store=jdbc", "dbmonitor.audit.jdbc.retention.interval=1s")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

}
