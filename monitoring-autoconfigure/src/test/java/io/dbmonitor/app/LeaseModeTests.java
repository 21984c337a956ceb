package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.connection.Leases;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a transaction is open is known where it can be, and never guessed.
 */
class LeaseModeTests {

	@Test
	void thePoolsAutoCommitModeIsKnown() throws SQLException {
		try (ConfigurableApplicationContext context = run("spring.datasource.hikari.auto-commit=false");
				Connection connection = connection(context)) {
			query(connection);
			assertThat(lease(context).idleInTransaction()).isTrue();
			connection.commit();
			assertThat(lease(context).idleInTransaction()).isFalse();
		}
		try (ConfigurableApplicationContext context = run(); Connection connection = connection(context)) {
			query(connection);
			assertThat(lease(context).idleInTransaction()).isFalse();
		}
	}

	@Test
	void withoutStatementsNothingIsSaidOfTransactions() throws SQLException {
		try (ConfigurableApplicationContext context = run("dbmonitor.query.enabled=false");
				Connection connection = connection(context)) {
			connection.setAutoCommit(false);
			query(connection);
			assertThat(lease(context).idleInTransaction()).isNull();
			connection.rollback();
			assertThat(lease(context).idleInTransaction()).isFalse();
		}
	}

	private static void query(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("select 1");
		}
	}

	private static LeaseSnapshot lease(ConfigurableApplicationContext context) {
		return context.getBean(Leases.class).snapshot(1).get(0);
	}

	private static Connection connection(ConfigurableApplicationContext context) throws SQLException {
		return context.getBean(DataSource.class).getConnection();
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(JpaApplication.class).web(WebApplicationType.NONE)
			.properties("spring.datasource.url=jdbc:h2:mem:lease-mode")
			.properties(properties)
			.run();
	}

}
