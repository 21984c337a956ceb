package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A statement past Hibernate is recorded once, with the transaction that it was executed
 * in and with no rows that are not its own, however JDBC is used.
 */
@PostgresTest
class StatementRecordTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 1000);

	private ConfigurableApplicationContext context;

	@BeforeEach
	void run(PostgresDatabase database) throws SQLException {
		database.execute("create table if not exists unmapped (id int); truncate unmapped");
		this.context = new SpringApplicationBuilder(JpaApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create")
			.web(WebApplicationType.NONE)
			.run();
		EntityManager entityManager = this.context.getBean(EntityManager.class);
		this.context.getBean(TransactionTemplate.class)
			.executeWithoutResult((status) -> List.of("Ann", "Bob", "Cid")
				.forEach((name) -> entityManager.persist(new Customer(name))));
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whatItReturnsNeedNotBeRead() throws SQLException {
		inTransaction((connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.executeQuery("update customer set name = 'x' returning id").close();
			}
		});
		assertThat(statements()).hasSize(1);
	}

	@Test
	void whatWasReadOfItsResultIsNotWhatItWrote() throws SQLException {
		inTransaction((connection) -> {
			try (Statement statement = connection.createStatement();
					ResultSet result = statement.executeQuery("update customer set name = 'x' returning id")) {
				result.next();
			}
		});
		assertThat(statements()).hasSize(1).allSatisfy((change) -> assertThat(rows(change)).isNull());
	}

	@Test
	void itsResultCanStillBeOpen() throws SQLException {
		inTransaction((connection) -> {
			PreparedStatement write = connection
				.prepareStatement("update customer set name = 'x' where name = 'Ann' returning id");
			write.executeQuery().next();
			connection.createStatement().executeQuery("select 1").next();
		});
		assertThat(statements()).hasSize(1);
	}

	@Test
	void whatWasRolledBackIsNotRecordedWithTheNextTransaction() throws SQLException {
		inTransaction((connection) -> {
			connection.createStatement().executeQuery("delete from customer returning id").next();
			connection.rollback();
		});
		assertThat(statements()).isEmpty();
	}

	@Test
	void aSavepointBehindItDoesNotTakeItBack() throws SQLException {
		inTransaction((connection) -> {
			ResultSet result = connection.createStatement()
				.executeQuery("delete from customer where name = 'Ann' returning id");
			Savepoint savepoint = connection.setSavepoint();
			result.close();
			connection.rollback(savepoint);
		});
		assertThat(statements()).hasSize(1);
	}

	@Test
	void itsResultCanBeClosedWithTheConnection() throws SQLException {
		try (Connection connection = connection()) {
			connection.createStatement().executeQuery("delete from customer returning id").next();
		}
		assertThat(statements()).hasSize(1);
	}

	@Test
	void theCountOfAnotherTableIsNotItsOwn() throws SQLException {
		inTransaction((connection) -> {
			connection.createStatement().execute("delete from unmapped; delete from customer");
			connection.createStatement()
				.executeUpdate("with gone as (delete from customer returning id)"
						+ " insert into unmapped select id from gone where id < 0");
		});
		assertThat(statements()).hasSize(2).allSatisfy((change) -> assertThat(rows(change)).isNull());
	}

	@Test
	void whatIsCaughtOfASessionDoesNotHideWhatComesBehindIt() {
		try (StatelessSession session = this.context.getBean(SessionFactory.class).openStatelessSession()) {
			session.beginTransaction();
			Customer unknown = new Customer("nobody");
			unknown.id = 12345L;
			assertThatExceptionOfType(StaleStateException.class).isThrownBy(() -> session.update(unknown));
			session.createNativeMutationQuery("delete from customer").executeUpdate();
			session.getTransaction().commit();
		}
		assertThat(statements()).hasSize(1);
	}

	@Test
	void nothingThatItWroteCanBeUndoneSafely() {
		AuditHistory history = this.context.getBean(AuditHistory.class);
		EntityManager entityManager = this.context.getBean(EntityManager.class);
		this.context.getBean(TransactionTemplate.class)
			.executeWithoutResult((status) -> entityManager.createQuery("from Customer", Customer.class)
				.getResultList()
				.forEach((customer) -> customer.setName("x")));
		assertThat(history.undo(history.find(ALL).get(0).id()).orElseThrow().isSafe()).isTrue();
		this.context.getBean(JdbcTemplate.class).update("update customer set name = 'y'");
		assertThat(history.undo(history.find(ALL).get(0).id()).orElseThrow().isSafe()).isFalse();
		assertThat(history.undo(history.find(ALL).get(1).id()).orElseThrow().isSafe()).isFalse();
	}

	private void inTransaction(Work work) throws SQLException {
		try (Connection connection = connection()) {
			connection.setAutoCommit(false);
			work.on(connection);
			connection.commit();
		}
	}

	private Connection connection() throws SQLException {
		return this.context.getBean(DataSource.class).getConnection();
	}

	private List<Change> statements() {
		return this.context.getBean(AuditHistory.class)
			.find(ALL)
			.stream()
			.flatMap((changeSet) -> changeSet.changes().stream())
			.filter((change) -> change.source() == ChangeSource.STATEMENT)
			.toList();
	}

	private static @Nullable Long rows(Change change) {
		return Objects.requireNonNull(change.statement()).rows();
	}

	/** Something done with JDBC. */
	@FunctionalInterface
	private interface Work {

		void on(Connection connection) throws SQLException;

	}

}
