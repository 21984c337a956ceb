package io.dbmonitor.proxy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A watched connection behaves as the pool's own does.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedConnectionTests {

	private ConfigurableApplicationContext context;

	private DataSource watched;

	private DataSource bare;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.context = new SpringApplicationBuilder(JpaApplication.class).properties(database.dataSourceProperties())
			.web(WebApplicationType.NONE)
			.run();
		this.watched = this.context.getBean(DataSource.class);
		this.bare = this.context.getBean(MonitoredDataSources.class).all().get(0).target();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	@Prevents("datasource-proxy: ResultSet.getStatement() returns the unproxied statement")
	void statementsAndResultSetsLeadBackToWhatIsWatched() throws SQLException {
		try (Connection connection = this.watched.getConnection();
				Statement statement = connection.createStatement();
				PreparedStatement prepared = connection.prepareStatement("select 1 as marker_back");
				CallableStatement call = connection.prepareCall("{? = call now()}");
				ResultSet result = statement.executeQuery("select 1")) {
			assertThat(statement.getConnection()).isSameAs(connection);
			assertThat(prepared.getConnection()).isSameAs(connection);
			assertThat(call.getConnection()).isSameAs(connection);
			assertThat(result.getStatement()).isSameAs(statement);
			try (ResultSet second = prepared.executeQuery()) {
				assertThat(second.getStatement()).isSameAs(prepared);
			}
			prepared.execute();
			try (ResultSet third = prepared.getResultSet()) {
				assertThat(third.getStatement()).isSameAs(prepared);
			}
			try (PreparedStatement again = connection.prepareStatement("select 2 as marker_back");
					Statement led = again.getConnection().createStatement()) {
				led.execute("select 3 as marker_led");
			}
		}
		assertThat(calls("marker_led")).isEqualTo(1);
	}

	@Test
	@Prevents("datasource-proxy: ResultSet.getStatement() returns the unproxied statement")
	void generatedKeysLeadBackToTheWatchedStatement() throws SQLException {
		try (Connection connection = this.watched.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create temporary table keys (id serial primary key, name text)");
			statement.executeUpdate("insert into keys (name) values ('a'), ('b')", Statement.RETURN_GENERATED_KEYS);
			try (ResultSet keys = statement.getGeneratedKeys()) {
				assertThat(keys.getStatement()).isSameAs(statement);
				assertThat(keys.next()).isTrue();
				assertThat(keys.getInt(1)).isEqualTo(1);
			}
			statement.execute("drop table keys");
		}
	}

	@Test
	@Prevents("datasource-proxy: rows need a reflecting proxy of the result set")
	void rowsOfSeveralResultsAreCountedOnce() throws SQLException {
		try (Connection connection = this.watched.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create temporary table several as select generate_series(1, 5) as id");
			String sql = "select 'several_results' from several; update several set id = id + 1; select 1";
			assertThat(statement.execute(sql)).isTrue();
			try (ResultSet rows = statement.getResultSet()) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.next()).isTrue();
				assertThat(statement.getMoreResults(Statement.CLOSE_CURRENT_RESULT)).isFalse();
			}
			assertThat(statement.getUpdateCount()).isEqualTo(5);
			assertThat(statement.getUpdateCount()).isEqualTo(5);
			assertThat(statement.getMoreResults()).isTrue();
			try (ResultSet last = statement.getResultSet()) {
				assertThat(last.next()).isTrue();
			}
		}
		assertThat(this.context.getBean(QueryStatistics.class).all())
			.filteredOn((statement) -> statement.statement().contains("from several; update"))
			.singleElement()
			.extracting(StatementSnapshot::rows)
			.isEqualTo(2L + 5 + 1);
	}

	@Test
	void metaDataLeadsBackToTheWatchedConnection() throws SQLException {
		try (Connection connection = this.watched.getConnection()) {
			DatabaseMetaData metaData = connection.getMetaData();
			assertThat(metaData.getDatabaseProductName()).isEqualTo("PostgreSQL");
			assertThat(metaData.getConnection()).isSameAs(connection);
		}
	}

	@Test
	@Prevents("spring-boot-data-source-decorator#61")
	void unwrapLeadsWhereItLeadsWithoutTheMonitor() throws SQLException {
		try (Connection connection = this.watched.getConnection(); Connection without = this.bare.getConnection()) {
			assertThat(connection.unwrap(PGConnection.class))
				.isExactlyInstanceOf(without.unwrap(PGConnection.class).getClass());
			assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
			assertThat(connection.unwrap(Connection.class).getClass())
				.isEqualTo(without.unwrap(Connection.class).getClass());
			assertThat(connection.unwrap(PgConnection.class)).isExactlyInstanceOf(PgConnection.class);
			for (Class<?> type : new Class<?>[] { PGConnection.class, PgConnection.class, Connection.class,
					Statement.class, Runnable.class }) {
				assertThat(connection.isWrapperFor(type)).as(type.getName()).isEqualTo(without.isWrapperFor(type));
			}
			Throwable refusal = catchThrowable(() -> without.unwrap(Runnable.class));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.unwrap(Runnable.class))
				.withMessageMatching(String.valueOf(refusal.getMessage())
					.replaceAll("@[0-9a-f]+", "@[0-9a-f]+")
					.replaceAll("[0-9]+", ".*"));
			try (PreparedStatement statement = connection.prepareStatement("select 1")) {
				assertThat(statement.unwrap(PGStatement.class).getPrepareThreshold()).isPositive();
			}
		}
	}

	@Test
	void exceptionOfTheDriverComesThroughAndTheConnectionGoesOn() throws SQLException {
		try (Connection connection = this.watched.getConnection(); Statement statement = connection.createStatement()) {
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> statement.executeQuery("select * from marker_missing"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("42P01"))
				.satisfies((ex) -> assertThat(ex.getServerErrorMessage()).isNotNull());
			assertThat(statement.execute("select 1")).isTrue();
		}
		assertThat(this.context.getBean(QueryStatistics.class).all())
			.filteredOn((statement) -> statement.statement().contains("marker_missing"))
			.singleElement()
			.satisfies((statement) -> assertThat(statement.errors()).isEqualTo(1));
	}

	@Test
	@Prevents("datasource-proxy: close may be called twice")
	void connectionCanBeClosedTwice() throws SQLException {
		HikariDataSource pool = (HikariDataSource) this.bare;
		Connection connection = this.watched.getConnection();
		int active = pool.getHikariPoolMXBean().getActiveConnections();
		assertThat(this.context.getBean(Leases.class).snapshot(1000)).hasSize(active);
		connection.close();
		Connection another = this.watched.getConnection();
		// Must not end the lease of who has the physical connection now
		connection.close();
		assertThat(connection.isClosed()).isTrue();
		assertThat(another.isClosed()).isFalse();
		assertThat(this.context.getBean(Leases.class).snapshot(1000)).hasSize(active);
		another.close();
		assertThat(this.context.getBean(Leases.class).snapshot(1000)).hasSize(active - 1);
		assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(active - 1);
	}

	@Test
	void useAfterCloseFailsAsWithoutTheMonitor() throws SQLException {
		Connection connection = this.watched.getConnection();
		Statement statement = connection.createStatement();
		connection.close();
		Connection bare = this.bare.getConnection();
		Statement bareStatement = bare.createStatement();
		bare.close();
		assertThat(catchThrowable(connection::createStatement)).isInstanceOf(SQLException.class)
			.hasMessage(catchThrowable(bare::createStatement).getMessage());
		assertThat(catchThrowable(() -> statement.execute("select 1"))).isInstanceOf(SQLException.class)
			.hasMessage(catchThrowable(() -> bareStatement.execute("select 1")).getMessage());
		assertThat(statement.isClosed()).isEqualTo(bareStatement.isClosed());
	}

	private long calls(String marker) {
		return this.context.getBean(QueryStatistics.class)
			.all()
			.stream()
			.filter((statement) -> statement.statement().contains(marker))
			.mapToLong((statement) -> statement.calls())
			.sum();
	}

}
