package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeContext;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.audit.jdbc.postgresql.PostgresChangeWriter;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A few changes and the commit go to the server together, which nobody notices but the
 * clock.
 */
@PostgresTest
class WriteAtCommitTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	@Test
	void fewChangesAreCommittedAtOnce(PostgresDatabase database) throws SQLException {
		run(database).close();
		try (Connection connection = database.connect()) {
			connection.setAutoCommit(false);
			new PostgresChangeWriter().writeAtCommit(changeSet(10), 0, connection);
			assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(10);
			new PostgresChangeWriter().writeAtCommit(changeSet(11), 0, connection);
			assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(10);
			connection.commit();
			assertThat(database.number("select count(*) from dbmonitor_change")).isEqualTo(21);
		}
	}

	@Test
	void aCommitThatFailsDoesSoAsWithoutTheAudit(PostgresDatabase database) throws SQLException {
		run(database).close();
		database.execute("alter table memo add constraint memo_text unique (text) deferrable initially deferred");
		Throwable bare = failedCommit(database, "dbmonitor.enabled=false");
		database.execute("truncate memo");
		Throwable audited = failedCommit(database);
		assertThat(audited).hasSameClassAs(bare).hasMessage(bare.getMessage());
		assertThat(NestedExceptionUtils.getRootCause(audited))
			.isInstanceOfSatisfying(SQLException.class, (ex) -> assertThat(ex.getSQLState()).isEqualTo("23505"))
			.hasMessage(String.valueOf(NestedExceptionUtils.getMostSpecificCause(bare).getMessage()));
		assertThat(database.number("select count(*) from memo")).isOne();
		assertThat(database.number("select count(*) from dbmonitor_change")).isOne();
	}

	@Test
	void aCommitThatMayBeTriedAgainSaysSoAsWithoutTheAudit(PostgresDatabase database) {
		Throwable bare = failure(database, WriteAtCommitTests::skew, "dbmonitor.enabled=false");
		assertThat(failure(database, WriteAtCommitTests::skew)).hasSameClassAs(bare);
		assertThat(bare).isInstanceOf(ConcurrencyFailureException.class);
	}

	@Test
	void aServerThatDiesInTheCommitDoesSoAsWithoutTheAudit(PostgresDatabase database) throws SQLException {
		run(database).close();
		database.execute("""
				create function die() returns trigger language plpgsql as $$
				begin
					perform pg_terminate_backend(pg_backend_pid());
					return new;
				end $$;
				create constraint trigger die after insert on memo deferrable initially deferred
				for each row execute function die()
				""");
		Throwable bare = failure(database, (context) -> persist(context, "lost"), "dbmonitor.enabled=false");
		assertThat(failure(database, (context) -> persist(context, "lost"))).hasSameClassAs(bare);
	}

	private static Throwable failure(PostgresDatabase database, Consumer<ConfigurableApplicationContext> work,
			String... properties) {
		try (ConfigurableApplicationContext context = run(database, properties)) {
			return catchThrowable(() -> work.accept(context));
		}
	}

	/** Two transactions that each read what the other one writes. */
	private static void skew(ConfigurableApplicationContext context) {
		TransactionTemplate serializable = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
		serializable.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
		EntityManager entityManager = context.getBean(EntityManager.class);
		serializable.executeWithoutResult((status) -> {
			entityManager.createQuery("select count(m) from Memo m").getSingleResult();
			entityManager.persist(new Memo("one"));
			entityManager.flush();
			CompletableFuture.runAsync(() -> serializable.executeWithoutResult((other) -> {
				entityManager.createQuery("select count(m) from Memo m").getSingleResult();
				entityManager.persist(new Memo("two"));
			})).join();
		});
	}

	@Test
	void theConnectionSendsTheCommitAlong(PostgresDatabase database) throws SQLException {
		List<String> writes = new ArrayList<>();
		ChangeSetWriter writer = new ChangeSetWriter() {

			@Override
			public void write(ChangeSet part, long position, Connection connection) {
				writes.add("write");
			}

			@Override
			public void writeAtCommit(ChangeSet part, long position, Connection connection) {
				writes.add("write at commit");
			}

		};
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(MemoApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update")
			.initializers((starting) -> ((GenericApplicationContext) starting).registerBean(ChangeSetWriter.class,
					() -> writer))
			.web(WebApplicationType.NONE)
			.run()) {
			persist(context, "a");
			assertThat(writes).containsExactly("write at commit");
		}
	}

	private static Throwable failedCommit(PostgresDatabase database, String... properties) {
		try (ConfigurableApplicationContext context = run(database, properties)) {
			Throwable failure = catchThrowable(() -> persist(context, "twice", "twice"));
			persist(context, "the connection goes on");
			return failure;
		}
	}

	@Test
	void changesThatCannotBeWrittenAreNotCommittedNorIsAnythingElse(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database)) {
			database.execute("alter table dbmonitor_change add check (place < 1)");
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> persist(context, "a", "b"))
				.withStackTraceContaining("ChangeSetWriteException");
			persist(context, "c");
			assertThat(database.number("select count(*) from memo")).isOne();
			assertThat(database.number("select count(*) from dbmonitor_change_set")).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "autosave=always", "autosave=conservative", "preferQueryMode=simple",
			"preferQueryMode=extendedForPrepared", "prepareThreshold=1", "reWriteBatchedInserts=true" })
	void everyWayOfTheDriverKeepsChangesWithWhatTheyChange(String setting, PostgresDatabase database)
			throws SQLException {
		try (ConfigurableApplicationContext context = run(database,
				"spring.datasource.hikari.data-source-properties." + setting)) {
			IntStream.range(0, 8).forEach((i) -> persist(context, "memo " + i));
			assertThat(context.getBean(ChangeSetStore.class).find(ALL)).hasSize(8);
			assertThat(database.number("select count(*) from memo")).isEqualTo(8);
		}
	}

	@Test
	void severalSessionsOnOneConnectionHaveOneChangeSet(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database)) {
			SessionFactory factory = context.getBean(SessionFactory.class);
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					StatelessSession first = on(connection, factory);
					StatelessSession second = on(connection, factory)) {
				connection.setAutoCommit(false);
				first.insert(new Memo("first"));
				second.insert(new Memo("second"));
				first.insert(new Memo("first again"));
				connection.commit();
			}
			List<ChangeSet> changeSets = context.getBean(ChangeSetStore.class).find(ALL);
			assertThat(changeSets).hasSize(1);
			assertThat(changeSets.get(0).changes()).extracting((change) -> change.values().get("text"))
				.containsExactly(new ValueChange(null, "first"), new ValueChange(null, "second"),
						new ValueChange(null, "first again"));
		}
	}

	private static StatelessSession on(Connection connection, SessionFactory factory) {
		return factory.withStatelessOptions().connection(connection).openStatelessSession();
	}

	private static ChangeSet changeSet(int changes) {
		return new ChangeSet(UUID.randomUUID(), Instant.now(), ChangeContext.UNKNOWN, IntStream.range(0, changes)
			.mapToObj((i) -> new Change("Memo", String.valueOf(i), ChangeOperation.CREATE, ChangeSource.ORM, Map.of()))
			.toList(), 0);
	}

	private static void persist(ConfigurableApplicationContext context, String... texts) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class)
			.executeWithoutResult((status) -> List.of(texts).forEach((text) -> entityManager.persist(new Memo(text))));
	}

	private static ConfigurableApplicationContext run(PostgresDatabase database, String... properties) {
		return new SpringApplicationBuilder(MemoApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

}
