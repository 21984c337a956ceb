package io.dbmonitor.datasource;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.Prevents;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever an application sends, what the monitor keeps of it stays within bounds.
 */
class WatchedMemoryTests {

	private static final int MAX_STATEMENTS = 100;

	private static final int ROWS = 1_000_000;

	private static ApplicationContextRunner runner(Class<?> configuration) {
		return WatchedApplication.runner(configuration)
			.withPropertyValues("dbmonitor.query.max-statements=" + MAX_STATEMENTS);
	}

	@Test
	@Prevents({ "druid#1664", "druid#2652" })
	void aMillionDistinctTextsStayWithinTheBound() {
		runner(H2.class).run((context) -> {
			QueryStatistics statistics = context.getBean(QueryStatistics.class);
			StatementRecorder recorder = statistics.recorder(context.getBean(MonitoredDataSources.class).all().get(0));
			List<WeakReference<String>> texts = new ArrayList<>();
			for (int i = 0; i < 1_000_000; i++) {
				String text = "select a from table_" + i;
				recorder.statement(text);
				if (i < 10_000) {
					texts.add(new WeakReference<>(text));
				}
				if (i == 10_000) {
					// Here rather than out of memory
					assertThat(overflows(context)).isGreaterThan(9_000);
				}
			}
			assertThat(overflows(context)).isGreaterThan(999_000);
			awaitGone(texts, MAX_STATEMENTS);
		});
	}

	@Test
	@Prevents("opentelemetry#13180")
	void hugeTextsAreNotKept() {
		runner(Silent.class).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			List<WeakReference<String>> texts = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				String huge = "select * from huge where id in (" + "1234567, ".repeat(100_000) + i + ")";
				execute(dataSource, huge);
				texts.add(new WeakReference<>(huge));
			}
			assertThat(context.getBean(QueryStatistics.class).all()).extracting(StatementSnapshot::calls)
				.containsExactly(50L);
			awaitGone(texts, 0);
		});
	}

	@Test
	@Prevents("druid#3579")
	void statementsThatDifferOnlyInTheirLimitAreOne() {
		runner(H2.class).run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			for (int i = 1; i <= 200; i++) {
				jdbc.queryForList("select x as marker_limit from system_range(1, 3) limit " + i + " offset " + i % 3);
			}
			assertThat(WatchedApplication.calls(context, "marker_limit")).containsEntry("dataSource", 200L);
			assertThat(context.getBean(QueryStatistics.class).all()).hasSize(1);
		});
	}

	@Test
	@Prevents("datasource-proxy: all parameters and batch rows are captured")
	void parametersAreNotKept() {
		runner(Silent.class).run((context) -> {
			List<WeakReference<Object>> values = new ArrayList<>();
			try (Connection connection = context.getBean(DataSource.class).getConnection();
					PreparedStatement statement = connection.prepareStatement("insert into t values (?)")) {
				for (int i = 0; i < 20; i++) {
					byte[] value = new byte[1000];
					statement.setBytes(1, value);
					statement.addBatch();
					values.add(new WeakReference<>(value));
				}
				statement.executeBatch();
				// Neither while the statement is open
				awaitGone(values, 0);
			}
		});
	}

	@Test
	@Prevents({ "datasource-micrometer#72", "datasource-proxy: rows need a reflecting proxy of the result set" })
	void readingRowsAllocatesNothing() {
		runner(Silent.class).run((context) -> {
			DataSource watched = context.getBean(DataSource.class);
			readAll(watched);
			assertThat(allocatedBy(() -> readAll(watched))).isLessThan(ROWS);
			assertThat(context.getBean(QueryStatistics.class).all()).extracting(StatementSnapshot::rows)
				.containsExactly(2L * ROWS);
		});
	}

	@Test
	@Prevents({ "spring-boot-data-source-decorator#19",
			"datasource-proxy: SlowQueryListener schedules a task per query" })
	void statementsStartNoThread() {
		runner(H2.class).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			WatchedApplication.query(dataSource, "marker_threads");
			long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
			for (int i = 0; i < 2000; i++) {
				WatchedApplication.query(dataSource, "marker_threads");
			}
			// The JVM itself may start one or another
			assertThat(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before).isLessThan(10);
			assertThat(WatchedApplication.calls(context, "marker_threads")).containsEntry("dataSource", 2001L);
		});
	}

	@Test
	@Prevents("datasource-proxy: elapsed time is whole milliseconds")
	void timeIsFinerThanMilliseconds() {
		runner(Silent.class).run((context) -> {
			for (int i = 0; i < 1000; i++) {
				execute(context.getBean(DataSource.class), "select 1");
			}
			assertThat(context.getBean(QueryStatistics.class).all()).singleElement()
				.satisfies((statement) -> assertThat(statement.time().p50()).isPositive().isLessThan(1));
		});
	}

	private static long overflows(ApplicationContext context) {
		return context.getBean(Faults.class).overflows(Feature.QUERY);
	}

	private static void execute(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void readAll(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("select a from t")) {
			int read = 0;
			while (rows.next()) {
				read++;
			}
			assertThat(read).isEqualTo(ROWS);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long allocatedBy(Runnable work) {
		var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		work.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private static void awaitGone(List<? extends WeakReference<?>> references, int butFor) {
		await().untilAsserted(() -> {
			System.gc();
			assertThat(references.stream().filter((reference) -> reference.get() != null).count())
				.isLessThanOrEqualTo(butFor);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class H2 {

		@Bean
		SimpleDriverDataSource dataSource() {
			return new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:memory;DB_CLOSE_DELAY=-1");
		}

	}

	/** A driver that keeps nothing, so that what is kept is the monitor's. */
	@Configuration(proxyBeanMethods = false)
	static class Silent {

		@Bean
		SilentDataSource dataSource() {
			return new SilentDataSource();
		}

	}

	static class SilentDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() {
			return silent(Connection.class);
		}

		@Override
		public Connection getConnection(String username, String password) {
			return getConnection();
		}

		private static <T> T silent(Class<T> type) {
			int[] read = new int[1];
			return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "createStatement", "prepareStatement", "executeQuery" -> silent(method.getReturnType());
						case "executeBatch" -> new int[0];
						case "next" -> read[0]++ < ROWS;
						case "execute", "isWrapperFor", "isClosed" -> false;
						default -> null;
					}));
		}

	}

}
