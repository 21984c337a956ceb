package io.dbmonitor.datasource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.dbmonitor.testing.Prevents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The driver gets the same calls with the same arguments in the same order, with the
 * monitor and without.
 */
class DriverCallsTests {

	@Test
	@Prevents({ "pgjdbc#2833", "dd-trace-java#7940", "datasource-micrometer#114" })
	void driverIsCalledAsItIsWithoutTheMonitor() {
		List<String> without = calls(false);
		assertThat(without).hasSizeGreaterThan(60)
			.contains("Connection.setReadOnly[true]", "Connection.rollback[]",
					"Statement.executeQuery[select 1 as marker_text /* of the application */]");
		assertThat(calls(true)).isEqualTo(without);
	}

	private static List<String> calls(boolean monitored) {
		List<String> calls = new ArrayList<>();
		WatchedApplication.runner(Application.class)
			.withPropertyValues("dbmonitor.enabled=" + monitored)
			.run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				assertThat(dataSource instanceof WatchedDataSource).isEqualTo(monitored);
				work(dataSource);
				calls.addAll(context.getBean(CalledDataSource.class).calls());
			});
		return calls;
	}

	/** Everything that JdbcTemplate does with a connection. */
	private static void work(DataSource dataSource) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.execute("create table work (id int generated always as identity primary key, name varchar(10))");
		jdbc.queryForList("select 1 as marker_text /* of the application */");
		jdbc.update("insert into work (name) values (?)", "one");
		jdbc.batchUpdate("insert into work (name) values (?)",
				List.of(new Object[] { "two" }, new Object[] { "three" }));
		jdbc.batchUpdate("delete from work where id = 1", "delete from work where id = 2");
		jdbc.update((connection) -> connection.prepareStatement("insert into work (name) values ('four')",
				Statement.RETURN_GENERATED_KEYS));
		TransactionTemplate readOnly = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		readOnly.setReadOnly(true);
		for (int i = 0; i < 10; i++) {
			readOnly.executeWithoutResult((status) -> {
				for (int j = 0; j < 10; j++) {
					jdbc.queryForList("select name from work where id = ?", String.class, j);
				}
			});
		}
		TransactionTemplate failing = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> failing.executeWithoutResult((status) -> jdbc.update("update nowhere set id = 1")));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		CalledDataSource dataSource() {
			return new CalledDataSource();
		}

	}

	/** Writes down what its connections, and all that comes of them, are called for. */
	static class CalledDataSource extends AbstractDataSource {

		/** Questions that send nothing to a server. */
		private static final Set<String> QUESTIONS = Set.of("isWrapperFor", "unwrap", "hashCode", "equals", "toString");

		private static final Set<Class<?>> TYPES = Set.of(Connection.class, Statement.class, PreparedStatement.class,
				ResultSet.class);

		private final List<String> calls = new ArrayList<>();

		private final SimpleDriverDataSource h2 = new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:calls");

		private @Nullable Connection keepsTheDatabase;

		List<String> calls() {
			return this.calls;
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (this.keepsTheDatabase == null) {
				this.keepsTheDatabase = this.h2.getConnection();
				this.keepsTheDatabase.createStatement().execute("drop all objects");
			}
			this.calls.add("DataSource.getConnection[]");
			return (Connection) called(this.h2.getConnection(), Connection.class);
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

		private Object called(Object target, Class<?> type) {
			return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> {
						if (!QUESTIONS.contains(method.getName())) {
							this.calls.add(type.getSimpleName() + "." + method.getName()
									+ ((arguments != null) ? Arrays.deepToString(arguments) : "[]"));
						}
						try {
							Object result = method.invoke(target, arguments);
							boolean leadsOn = TYPES.contains(method.getReturnType()) && result != null;
							return leadsOn ? called(result, method.getReturnType()) : result;
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

	}

}
