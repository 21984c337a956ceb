package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaUpdate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the application writes past Hibernate is recorded as statements, with the change
 * set of their transaction.
 */
@PostgresTest
class StatementAuditTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	@ParameterizedTest
	@EnumSource
	void whateverWritesPastTheMapperIsRecordedAsAStatement(Way way, PostgresDatabase database) {
		for (String store : List.of("memory", "jdbc")) {
			try (ConfigurableApplicationContext context = run(database, store)) {
				persist(context, "Ann", "Bob", "Cid");
				inTransaction(context, (entityManager) -> way.write(context));
				List<Change> changes = newest(context).changes();
				assertThat(changes).hasSize(1);
				Change change = changes.get(0);
				assertThat(change.source()).isEqualTo(ChangeSource.STATEMENT);
				assertThat(change.entity()).isEqualTo("Customer");
				assertThat(change.id()).isEqualTo(StatementWrite.ANY);
				assertThat(change.operation()).isEqualTo(way.operation);
				StatementWrite statement = Objects.requireNonNull(change.statement());
				assertThat(statement.table()).endsWith("customer");
				assertThat(statement.rows()).isEqualTo(way.rows);
				assertThat(statement.caller()).startsWith("StatementAuditTests");
				assertThat(statement.atomic()).isTrue();
			}
		}
	}

	@Test
	void statementsStandWhereTheyHappenedAmongTheChangesOfTheirTransaction(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, "jdbc")) {
			inTransaction(context, (entityManager) -> {
				entityManager.persist(new Customer("Ann"));
				entityManager.createQuery("update Customer set name = 'Anna'").executeUpdate();
				entityManager.persist(new Customer("Bob"));
			});
			assertThat(newest(context).changes()).extracting((change) -> change.operation() + " " + change.source())
				.containsExactly("CREATE ORM", "UPDATE STATEMENT", "CREATE ORM");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void whatIsRolledBackLeavesNothing(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, store)) {
			persist(context, "Ann");
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			assertThatIllegalStateException().isThrownBy(() -> inTransaction(context, (entityManager) -> {
				jdbc.update("delete from customer");
				throw new IllegalStateException("refused");
			}));
			context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
				jdbc.update("update customer set name = 'kept'");
				jdbc.execute((Connection connection) -> {
					Savepoint savepoint = connection.setSavepoint();
					jdbc.update("delete from customer");
					connection.rollback(savepoint);
					return savepoint;
				});
			});
			assertThat(all(context)).hasSize(2);
			assertThat(newest(context).changes()).extracting(Change::operation).containsExactly(ChangeOperation.UPDATE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void transactionsCanBeginAndEndBySql(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, store)) {
			persist(context, "Ann", "Bob", "Cid");
			executeInTransaction(context, "delete from customer", "ROLLBACK");
			assertThat(written(context)).isEmpty();
			executeInTransaction(context, "update customer set name = 'x' where name = 'Ann'", "savepoint A",
					"delete from customer", "rollback to savepoint a;", "release a");
			assertThat(written(context)).containsExactly("UPDATE 1");
			executeInTransaction(context, "update customer set name = 'y' where name <> 'x'", "commit work",
					"delete from customer", "abort");
			assertThat(written(context)).containsExactly("UPDATE 2", "UPDATE 1");
			execute(context, "begin", "delete from customer", "rollback", "start transaction read write",
					"delete from customer where name = 'x'", "delete from customer", "end transaction");
			assertThat(written(context)).containsExactly("DELETE 1", "DELETE 2", "UPDATE 2", "UPDATE 1");
			assertThat(context.getBean(JdbcTemplate.class).queryForList("select * from customer")).isEmpty();
		}
	}

	private static List<String> written(ConfigurableApplicationContext context) {
		return all(context).stream()
			.flatMap((changeSet) -> changeSet.changes().stream())
			.filter((change) -> change.source() == ChangeSource.STATEMENT)
			.map((change) -> change.operation() + " " + Objects.requireNonNull(change.statement()).rows())
			.toList();
	}

	private static void executeInTransaction(ConfigurableApplicationContext context, String... statements) {
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> execute(context, statements));
	}

	/** On one connection. */
	private static void execute(ConfigurableApplicationContext context, String... statements) {
		context.getBean(JdbcTemplate.class).execute((Connection connection) -> {
			try (Statement statement = connection.createStatement()) {
				for (String sql : statements) {
					statement.execute(sql);
				}
			}
			return true;
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void inAutoCommitModeTheRecordComesBehindAndSaysSo(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, store)) {
			persist(context, "Ann");
			context.getBean(JdbcTemplate.class).update("update customer set name = 'Anna'");
			assertThat(newest(context).changes()).hasSize(1)
				.allSatisfy((change) -> assertThat(Objects.requireNonNull(change.statement()).atomic()).isFalse());
		}
	}

	@Test
	void whatAffectsNoRowsOrNoEntityIsNoChange(PostgresDatabase database) throws SQLException {
		database.execute("create table audit_free (id int)");
		try (ConfigurableApplicationContext context = run(database, "memory")) {
			persist(context, "Ann");
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.update("update customer set name = 'x' where id < 0");
			jdbc.update("insert into audit_free values (1)");
			jdbc.queryForList("select * from customer for update");
			assertThat(all(context)).hasSize(1);
		}
		finally {
			database.execute("drop table audit_free");
		}
	}

	@Test
	void aStatementMakesTheStateOfEachOfItsEntitiesUncertain(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, "jdbc")) {
			persist(context, "Ann");
			Long id = Objects.requireNonNull(
					context.getBean(JdbcTemplate.class).queryForObject("select id from customer", Long.class));
			AuditHistory history = context.getBean(AuditHistory.class);
			assertThat(history.at(Customer.class, id, newest(context).at()))
				.hasValueSatisfying((state) -> assertThat(state.complete()).isTrue());
			context.getBean(JdbcTemplate.class).update("update customer set name = 'Anna'");
			assertThat(history.at(Customer.class, id, newest(context).at())).hasValueSatisfying((state) -> {
				assertThat(state.complete()).isFalse();
				assertThat(state.values()).containsEntry("name", "Ann");
			});
			assertThat(history.of(Customer.class, id, 0, 10)).hasSize(2);
		}
	}

	@Test
	void statementsNeedNotBeRecorded(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, "memory",
				"dbmonitor.audit.statements.enabled=false")) {
			persist(context, "Ann");
			context.getBean(JdbcTemplate.class).update("delete from customer");
			assertThat(all(context)).hasSize(1);
		}
	}

	@Test
	void whatIsExcludedIsLeftOutHereToo(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, "memory", "dbmonitor.audit.exclude=Cust*")) {
			persist(context, "Ann");
			context.getBean(JdbcTemplate.class).update("delete from customer");
			assertThat(all(context)).isEmpty();
		}
	}

	@Test
	void statementsThatTheStatisticsHaveNoRoomForAreRecordedToo(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, "memory", "dbmonitor.query.max-statements=1")) {
			persist(context, "Ann", "Bob");
			context.getBean(JdbcTemplate.class).update("delete from customer");
			assertThat(newest(context).changes()).extracting(Change::operation).containsExactly(ChangeOperation.DELETE);
		}
	}

	/** The ways past the mapper. */
	enum Way {

		BULK_JPQL(ChangeOperation.UPDATE, 3L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				entityManager(context).createQuery("update Customer set name = 'x'").executeUpdate();
			}

		},

		CRITERIA(ChangeOperation.UPDATE, 3L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				EntityManager entityManager = entityManager(context);
				CriteriaUpdate<Customer> update = entityManager.getCriteriaBuilder()
					.createCriteriaUpdate(Customer.class);
				update.from(Customer.class);
				update.set("name", "x");
				entityManager.createQuery(update).executeUpdate();
			}

		},

		NATIVE(ChangeOperation.DELETE, 1L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				entityManager(context).createNativeQuery("delete from customer where name = 'Ann'").executeUpdate();
			}

		},

		JDBC_TEMPLATE(ChangeOperation.UPDATE, 3L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				jdbc(context).update("update customer set name = ?", "x");
			}

		},

		JDBC_TEMPLATE_EXECUTE(ChangeOperation.DELETE, 3L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				jdbc(context).execute("delete from customer");
			}

		},

		JDBC_TEMPLATE_BATCH(ChangeOperation.UPDATE, 2L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				jdbc(context).batchUpdate("update customer set version = version + 1 where name = ?",
						List.of(new Object[] { "Ann" }, new Object[] { "Bob" }, new Object[] { "nobody" }));
			}

		},

		PLAIN_BATCH(ChangeOperation.UPDATE, 3L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				jdbc(context).batchUpdate("update customer set name = 'x' where name = 'Ann'",
						"update customer set version = 7 where name <> 'x'");
			}

		},

		JDBC_CLIENT_RETURNING(ChangeOperation.UPDATE, null) {

			@Override
			void write(ConfigurableApplicationContext context) {
				JdbcClient.create(jdbc(context))
					.sql("update customer set name = 'x' returning id")
					.query(Long.class)
					.list();
			}

		},

		UNREAD_RESULT(ChangeOperation.UPDATE, null) {

			@Override
			void write(ConfigurableApplicationContext context) {
				jdbc(context).queryForList("with changed as (update customer set name = 'x' returning id)"
						+ " select count(*) from changed");
			}

		},

		JDBC(ChangeOperation.CREATE, 1L) {

			@Override
			void write(ConfigurableApplicationContext context) {
				jdbc(context).execute((Connection connection) -> {
					try (Statement statement = connection.createStatement()) {
						statement.execute("insert into Public.customer (id, version, name) values (900, 0, 'x')",
								Statement.RETURN_GENERATED_KEYS);
						try (ResultSet keys = statement.getGeneratedKeys()) {
							return keys.next();
						}
					}
				});
			}

		},

		TRUNCATE(ChangeOperation.DELETE, null) {

			@Override
			void write(ConfigurableApplicationContext context) {
				jdbc(context).execute("truncate customer");
			}

		};

		private final ChangeOperation operation;

		private final @Nullable Long rows;

		Way(ChangeOperation operation, @Nullable Long rows) {
			this.operation = operation;
			this.rows = rows;
		}

		abstract void write(ConfigurableApplicationContext context);

		private static EntityManager entityManager(ConfigurableApplicationContext context) {
			return context.getBean(EntityManager.class);
		}

		private static JdbcTemplate jdbc(ConfigurableApplicationContext context) {
			return new JdbcTemplate(context.getBean(DataSource.class));
		}

	}

	private static void persist(ConfigurableApplicationContext context, String... names) {
		inTransaction(context,
				(entityManager) -> List.of(names).forEach((name) -> entityManager.persist(new Customer(name))));
	}

	private static void inTransaction(ConfigurableApplicationContext context, Consumer<EntityManager> work) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> work.accept(entityManager));
	}

	private static ChangeSet newest(ConfigurableApplicationContext context) {
		return all(context).get(0);
	}

	private static List<ChangeSet> all(ConfigurableApplicationContext context) {
		return context.getBean(AuditHistory.class).find(ALL);
	}

	private static ConfigurableApplicationContext run(PostgresDatabase database, String store, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=" + store,
					"dbmonitor.audit.jdbc.initialize-schema=always")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
		if (store.equals("jdbc")) {
			context.getBean(JdbcTemplate.class).execute("truncate dbmonitor_change, dbmonitor_change_set");
		}
		return context;
	}

}
