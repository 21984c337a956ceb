package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.ChangeSetWriteException;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Changes are kept where they were made, with them or not at all.
 */
@PostgresTest
class JdbcChangeSetStoreTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	private static final String HOSTILE = "tab\t newline\n return\r backslash \\ \\N \\. quote \" ' $$ ; -- {} \u2028 \uD83D\uDE00 é";

	@Test
	void hostileTextsComeBackAsTheyWere(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database)) {
			for (int count : new int[] { 1, 10, 11 }) {
				persist(context, count, HOSTILE);
				List<Change> changes = find(context, ALL).get(0).changes();
				assertThat(changes).hasSize(count).allSatisfy((change) -> {
					assertThat(change.operation()).isEqualTo(ChangeOperation.CREATE);
					assertThat(change.values()).containsOnlyKeys("text")
						.containsEntry("text", new ValueChange(null, HOSTILE));
				});
			}
		}
	}

	@Test
	void aLongValueIsCutAndSaysSo(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database)) {
			persist(context, 1, "x".repeat(10_000_000));
			Change change = find(context, ALL).get(0).changes().get(0);
			assertThat(value(change, "text").newValue()).asString()
				.hasSizeLessThan(100_100)
				.endsWith("… (10000000 characters)");
		}
	}

	@Test
	void whatIsIgnoredIsNoChangeAndWhatIsMaskedKeepsNoValue(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, "dbmonitor.audit.mask-key=key")) {
			inTransaction(context, (entityManager) -> {
				entityManager.persist(new Whisper());
				Memo memo = new Memo("a");
				memo.seal = "sealed-1";
				memo.draft = "draft-1";
				entityManager.persist(memo);
			});
			inTransaction(context, (entityManager) -> memo(entityManager).draft = "draft-2");
			inTransaction(context, (entityManager) -> memo(entityManager).seal = "sealed-2");
			inTransaction(context, (entityManager) -> memo(entityManager).seal = "sealed-1");
			List<Change> newestFirst = find(context, ALL).stream().flatMap((set) -> set.changes().stream()).toList();
			assertThat(newestFirst).extracting(Change::entity).containsExactly("Memo", "Memo", "Memo");
			ValueChange first = value(newestFirst.get(2), "seal");
			ValueChange last = value(newestFirst.get(0), "seal");
			assertThat(first.newValue()).asString().startsWith(ValueChange.MASK + " hmac-sha256:");
			assertThat(last.newValue()).isEqualTo(first.newValue()).isNotEqualTo(last.oldValue());
			assertThat(
					database.number("select count(*) from dbmonitor_change where field_changes::text ~ 'sealed|draft'"))
				.isZero();
		}
	}

	@Test
	void aTransactionOfManyChangesIsWrittenInParts(PostgresDatabase database) throws SQLException {
		int count = 5_300;
		try (ConfigurableApplicationContext context = run(database)) {
			context.getBean(SessionFactory.class)
				.inStatelessTransaction(
						(session) -> IntStream.range(0, count).forEach((i) -> session.insert(new Memo("memo " + i))));
			assertThat(database.number("select count(*) from dbmonitor_change_set")).isEqualTo(6);
			assertThat(database.number("select count(distinct uuid) from dbmonitor_change_set")).isEqualTo(1);
			assertThat(database.number("select count(distinct place) from dbmonitor_change")).isEqualTo(count);
			assertThat(database.number("select max(place) >> 20 from dbmonitor_change")).isEqualTo(count - 1);
			ChangeSet changeSet = find(context, ALL).get(0);
			assertThat(changeSet.changes()).hasSize(1000);
			assertThat(changeSet.omitted()).isEqualTo(count - 1000);
			Change last = find(context, AuditQuery.of("Memo", String.valueOf(count), null)).get(0).changes().get(0);
			assertThat(last.values()).containsEntry("text", new ValueChange(null, "memo " + (count - 1)));
		}
	}

	@Test
	void changeSetsAreFoundByWhatIsAskedForThePageToo(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database)) {
			IntStream.range(0, 5).forEach((i) -> persist(context, 1, "memo " + i));
			inTransaction(context, (entityManager) -> entityManager.remove(memo(entityManager)));
			assertThat(find(context, new AuditQuery(null, null, null, ChangeOperation.DELETE, null, null, 0, 10)))
				.hasSize(1);
			assertThat(find(context, new AuditQuery("Memo", "1", null, null, null, null, 0, 10))).hasSize(2);
			assertThat(find(context, new AuditQuery("Memo", null, "nobody", null, null, null, 0, 10))).isEmpty();
			List<ChangeSet> all = find(context, ALL);
			assertThat(find(context, new AuditQuery(null, null, null, null, null, null, 2, 3)))
				.isEqualTo(all.subList(2, 5));
			ChangeSet second = all.get(4);
			assertThat(find(context,
					new AuditQuery(null, null, null, null, second.at(), second.at().plusNanos(1000), 0, 10)))
				.contains(second);
			assertThat(
					find(context, new AuditQuery(null, null, null, null, all.get(0).at().plusSeconds(1), null, 0, 10)))
				.isEmpty();
		}
	}

	@Test
	void theAuditsOwnStatementsAreNotCounted(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database)) {
			persist(context, 1, "a");
			persist(context, 20, "b");
			find(context, ALL);
			assertThat(context.getBean(QueryStatistics.class).all()).isNotEmpty()
				.noneMatch((statement) -> statement.statement().contains("dbmonitor_"));
			assertThat(context.getBean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void changesInTransactionsThatHibernateKnowsNothingOfAreKeptWithThem(PostgresDatabase database)
			throws SQLException {
		try (ConfigurableApplicationContext context = run(database)) {
			SessionFactory factory = context.getBean(SessionFactory.class);
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					StatelessSession session = factory.withStatelessOptions()
						.connection(connection)
						.openStatelessSession()) {
				session.insert(new Memo("by itself"));
				assertThat(find(context, ALL)).hasSize(1);
				connection.setAutoCommit(false);
				session.insert(new Memo("rolled back"));
				connection.rollback();
				session.insert(new Memo("committed by the way"));
				connection.setAutoCommit(true);
				assertThat(find(context, ALL)).hasSize(2);
			}
			assertThat(database.number("select count(*) from memo")).isEqualTo(2);
		}
	}

	@Test
	void aDataSourceThatIsNotWatchedIsWrittenToAsWell(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, "dbmonitor.datasource.exclude=dataSource")) {
			persist(context, 1, "a");
			persist(context, 20, "b");
			assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(21);
			database.execute("drop table dbmonitor_change");
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> persist(context, 1, "lost"));
			assertThat(database.number("select count(*) from memo")).isEqualTo(21);
		}
	}

	@Test
	void twoDataSourcesThatLeadToTheSameDatabaseHaveOneHistory(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = builder(database).sources(WriterAndReader.class).run()) {
			IntStream.range(0, 4).forEach((i) -> persist(context, 1, "memo " + i));
			List<ChangeSet> all = find(context, ALL);
			assertThat(all).hasSize(4).doesNotHaveDuplicates();
			assertThat(find(context, new AuditQuery(null, null, null, null, null, null, 1, 2)))
				.isEqualTo(all.subList(1, 3));
			assertThat(context.getBean(ChangeSetStore.class).get(all.get(0).id())).contains(all.get(0));
		}
	}

	@Test
	void aStoreThatFailsFailsTheTransaction(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database)) {
			database.execute("drop table dbmonitor_change");
			for (int count : new int[] { 1, 20, 1500 }) {
				assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> persist(context, count, "lost"))
					.havingRootCause()
					.withMessageContaining("dbmonitor_change");
			}
			assertThatExceptionOfType(ChangeSetWriteException.class)
				.isThrownBy(() -> insertByJdbcTransaction(context, "lost"))
				.withMessageContaining("dbmonitor.audit.on-failure=log");
			assertThat(database.number("select count(*) from memo")).isZero();
			assertThat(context.getBean(AuditRecorder.class).writeStatistics().failures()).isGreaterThanOrEqualTo(4);
			assertThat(context.getBean(AuditRecorder.class).count(ChangeOperation.CREATE, ChangeSource.ORM)).isZero();
		}
	}

	@Test
	void aStoreThatFailsIsLoggedWhereTheUserWantsThat(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, "dbmonitor.audit.on-failure=log")) {
			database.execute("alter table dbmonitor_change add check (place < 1)");
			persist(context, 20, "not recorded");
			persist(context, 1, "recorded");
			insertByJdbcTransaction(context, "recorded");
			assertThat(database.number("select count(*) from memo")).isEqualTo(22);
			assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(2);
			assertThat(database.number("select count(*) from dbmonitor_change_set")).isEqualTo(2);
			assertThat(context.getBean(AuditRecorder.class).writeStatistics().failures()).isEqualTo(1);
		}
	}

	@Test
	void missingTablesStopTheStart(PostgresDatabase database) {
		assertThatStartFails(database, "never");
	}

	@Test
	void tablesOfAnotherVersionStopTheStart(PostgresDatabase database) throws SQLException {
		database.execute("create table dbmonitor_change (id int); create table dbmonitor_change_set (id int)");
		assertThatStartFails(database, "never");
	}

	@Test
	@Tag("credentials")
	void tablesThatMayNotBeWrittenStopTheStart(PostgresDatabase database) throws SQLException {
		run(database).close();
		database.execute("create role reader login password 'reader'; grant usage, create on schema public to reader;"
				+ " grant select on all tables in schema public to reader; alter table memo owner to reader;"
				+ " alter table whisper owner to reader; alter sequence memo_seq owner to reader;"
				+ " alter sequence whisper_seq owner to reader");
		try {
			assertThatStartFails(database.as("reader", "reader"), "never");
		}
		finally {
			database.execute("drop owned by reader; drop role reader");
		}
	}

	private static void assertThatStartFails(PostgresDatabase database, String initializeSchema) {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> run(database, "dbmonitor.audit.jdbc.initialize-schema=" + initializeSchema).close())
			.havingCause()
			.isInstanceOf(AuditSchemaException.class)
			.withMessageContaining("cannot be written")
			.satisfies((ex) -> assertThat(((AuditSchemaException) ex).script()).endsWith("schema-postgresql.sql"));
	}

	private static void persist(ConfigurableApplicationContext context, int count, String text) {
		inTransaction(context,
				(entityManager) -> IntStream.range(0, count).forEach((i) -> entityManager.persist(new Memo(text))));
	}

	private static void insertByJdbcTransaction(ConfigurableApplicationContext context, String text)
			throws SQLException {
		try (Connection connection = context.getBean(DataSource.class).getConnection();
				StatelessSession session = context.getBean(SessionFactory.class)
					.withStatelessOptions()
					.connection(connection)
					.openStatelessSession()) {
			connection.setAutoCommit(false);
			session.insert(new Memo(text));
			try {
				connection.commit();
			}
			finally {
				connection.rollback();
			}
		}
	}

	private static ValueChange value(Change change, String field) {
		return (ValueChange) Objects.requireNonNull(change.values().get(field));
	}

	private static Memo memo(EntityManager entityManager) {
		return entityManager.find(Memo.class, 1L);
	}

	private static void inTransaction(ConfigurableApplicationContext context, Consumer<EntityManager> work) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> work.accept(entityManager));
	}

	private static List<ChangeSet> find(ConfigurableApplicationContext context, AuditQuery query) {
		return context.getBean(ChangeSetStore.class).find(query);
	}

	private static ConfigurableApplicationContext run(PostgresDatabase database, String... properties) {
		return builder(database).properties(properties).run();
	}

	private static SpringApplicationBuilder builder(PostgresDatabase database) {
		return new SpringApplicationBuilder(MemoApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always",
					"spring.jpa.properties.hibernate.jdbc.batch_size=50")
			.web(WebApplicationType.NONE);
	}

	@Configuration(proxyBeanMethods = false)
	static class WriterAndReader {

		@Bean
		@Primary
		DataSource writer(Environment environment) {
			return dataSource(environment);
		}

		@Bean
		DataSource reader(Environment environment) {
			return dataSource(environment);
		}

		private static DataSource dataSource(Environment environment) {
			return DataSourceBuilder.create()
				.url(environment.getRequiredProperty("spring.datasource.url"))
				.username(environment.getRequiredProperty("spring.datasource.username"))
				.password(environment.getRequiredProperty("spring.datasource.password"))
				.build();
		}

	}

}
