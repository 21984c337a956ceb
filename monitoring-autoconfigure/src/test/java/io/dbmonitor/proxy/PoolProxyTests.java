package io.dbmonitor.proxy;

import io.dbmonitor.work.CallSites;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.Association;
import io.dbmonitor.query.ExecutionObserver;
import io.dbmonitor.query.ExecutionTracer;
import io.dbmonitor.query.QuerySettings;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.testing.Prevents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Values are read from the driver's result set, past HikariCP's proxy, which still hears
 * of what fails.
 */
class PoolProxyTests {

	private final Driver driver = new Driver();

	private final HikariDataSource pool = new HikariDataSource();

	private final StatementRecorder recorder = new QueryStatistics(
			new QuerySettings(10, 1000, Duration.ofSeconds(1), 1000, false), new CallSites(List.of()),
			(dataSource) -> ExecutionObserver.NONE, ExecutionTracer.Factory.NONE, List::of,
			() -> Association.Resolver.NONE, InstantSource.system(), new Faults())
		.recorder(new MonitoredDataSource("test", new SimpleDriverDataSource()));

	@BeforeEach
	void start() {
		this.pool.setDataSource(this.driver);
		this.pool.setMaximumPoolSize(1);
	}

	@AfterEach
	void stop() {
		this.pool.close();
	}

	@Test
	void aValueIsReadOnceAndFromTheDriver() throws SQLException {
		try (Connection connection = watched(this.pool.getConnection());
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select 'text', 7")) {
			assertThat(result.next()).isTrue();
			assertThat(result.getString(1)).isEqualTo("text");
			assertThat(result.getInt(2)).isEqualTo(7);
			assertThat(result.wasNull()).isFalse();
			assertThat(PoolProxy.beneath(((WatchedResultSet) result).delegate))
				.isNotSameAs(((WatchedResultSet) result).delegate);
		}
		assertThat(this.driver.reads).containsExactly("getString", "getInt", "wasNull");
	}

	@Test
	@Prevents("delegates that differ from the bare driver")
	void thePoolGivesAConnectionUpWhoseValuesCannotBeRead() throws SQLException {
		try (Connection pooled = this.pool.getConnection();
				Statement statement = watched(pooled).createStatement();
				ResultSet result = statement.executeQuery("select 'text'")) {
			assertThat(result.next()).isTrue();
			SQLException broken = new SQLException("broken", "08006");
			this.driver.failure = broken;
			assertThat(catchThrowable(() -> result.getString(1))).isSameAs(broken);
			assertThat(pooled.isClosed()).isTrue();
		}
	}

	@Test
	@Prevents("delegates that differ from the bare driver")
	void aReadThatFailsOtherwiseKeepsTheConnection() throws SQLException {
		try (Connection pooled = this.pool.getConnection();
				Statement statement = watched(pooled).createStatement();
				ResultSet result = statement.executeQuery("select 'text'")) {
			assertThat(result.next()).isTrue();
			Throwable bare = catchThrowable(
					() -> this.driver.h2.getConnection().createStatement().executeQuery("select 'text'").getString(2));
			assertThat(catchThrowable(() -> result.getString(2))).hasSameClassAs(bare);
			assertThat(pooled.isClosed()).isFalse();
			assertThat(result.getString(1)).isEqualTo("text");
		}
	}

	private Connection watched(Connection connection) {
		return WatchedConnections.watched(connection, this.recorder);
	}

	/** A driver that tells which values are read, and fails when told to. */
	private static final class Driver extends AbstractDataSource {

		private final SimpleDriverDataSource h2 = new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:");

		private final List<String> reads = new ArrayList<>();

		private @Nullable SQLException failure;

		@Override
		public Connection getConnection() throws SQLException {
			return listenTo(Connection.class, this.h2.getConnection());
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

		private <T> T listenTo(Class<T> type, T target) {
			return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> {
						boolean isValue = type == ResultSet.class
								&& method.getName().matches("get(String|Int)|wasNull");
						if (isValue && this.failure != null) {
							throw this.failure;
						}
						if (isValue) {
							this.reads.add(method.getName());
						}
						try {
							Object result = method.invoke(target, arguments);
							return (result instanceof Statement statement) ? listenTo(Statement.class, statement)
									: (result instanceof ResultSet rows) ? listenTo(ResultSet.class, rows) : result;
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					}));
		}

	}

}
