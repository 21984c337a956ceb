package io.dbmonitor.datasource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.testing.Prevents;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import net.ttddyy.dsproxy.listener.NoOpQueryExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * With the wrapping an application starts and works as it did without.
 */
@ExtendWith(OutputCaptureExtension.class)
class DataSourceWrappingTests {

	private static SimpleDriverDataSource h2(String name) {
		return new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
	}

	@Test
	@Prevents({ "javamelody#654", "javamelody#801", "javamelody#837", "spring-boot-data-source-decorator#61" })
	void poolIsInjectedByItsClassAndUnwrapped() {
		WatchedApplication.runner(Pool.class).run((context) -> {
			HikariDataSource injected = context.getBean(NeedsHikari.class).pool();
			assertThat(injected).isSameAs(context.getBean(DataSource.class)).isInstanceOf(WatchedDataSource.class);
			HikariDataSource pool = (HikariDataSource) context.getBean(MonitoredDataSources.class)
				.all()
				.get(0)
				.target();
			assertThat(pool).isExactlyInstanceOf(HikariDataSource.class);
			assertThat(injected.isWrapperFor(HikariDataSource.class)).isTrue();
			assertThat(injected.isWrapperFor(SimpleDriverDataSource.class)).isFalse();
			assertThat(DataSourceUnwrapper.unwrap(injected, HikariDataSource.class)).isNotNull();
			WatchedApplication.query(injected, "marker_pool");
			assertThat(WatchedApplication.calls(context, "marker_pool")).isEqualTo(Map.of("dataSource", 1L));
			assertThat(injected.unwrap(HikariDataSource.class).getHikariPoolMXBean())
				.isSameAs(pool.getHikariPoolMXBean())
				.isNotNull();
			assertThat(injected.getHikariPoolMXBean()).isSameAs(pool.getHikariPoolMXBean()).isNotNull();
			assertThat(injected.getJdbcUrl()).isEqualTo("jdbc:h2:mem:pool");
			injected.close();
			assertThat(pool.isClosed()).isTrue();
		});
	}

	@Test
	void poolEvictsTheConnectionThatItIsTold() {
		WatchedApplication.runner(Pool.class).run(DataSourceWrappingTests::assertThatAConnectionCanBeEvicted);
		WatchedApplication.runner(Pool.class)
			.withBean(QueryExecutionListener.class, NoOpQueryExecutionListener::new)
			.run(DataSourceWrappingTests::assertThatAConnectionCanBeEvicted);
	}

	private static void assertThatAConnectionCanBeEvicted(ApplicationContext context) throws SQLException {
		HikariDataSource pool = context.getBean(HikariDataSource.class);
		Connection evicted;
		try (Connection connection = pool.getConnection()) {
			evicted = connection.unwrap(JdbcConnection.class);
			pool.evictConnection(connection);
		}
		await().untilAsserted(() -> assertThat(evicted.isClosed()).isTrue());
	}

	@Test
	@Prevents({ "spring-boot-data-source-decorator#197", "spring-boot#51410" })
	void bootsMetricsOfThePoolAreTheSameAsWithoutTheMonitor() throws SQLException {
		Map<String, Double> without = poolMetrics("dbmonitor.enabled=false");
		Map<String, Double> with = poolMetrics("dbmonitor.enabled=true");
		assertThat(with).isEqualTo(without)
			.containsEntry("jdbc.connections.active dataSource", 1.0)
			.containsEntry("jdbc.connections.max dataSource", 10.0)
			.containsEntry("hikaricp.connections.active shop", 1.0);
	}

	private static Map<String, Double> poolMetrics(String property) throws SQLException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Metrics.class)
			.web(WebApplicationType.NONE)
			.properties("spring.datasource.url=jdbc:h2:mem:metrics", "spring.datasource.hikari.pool-name=shop",
					"spring.data.jpa.repositories.enabled=false", property)
			.run()) {
			assertThat(context.getBean(DataSource.class) instanceof WatchedDataSource)
				.isEqualTo(property.endsWith("true"));
			Map<String, Double> metrics = new TreeMap<>();
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isClosed()).isFalse();
				for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
					String name = meter.getId().getName();
					if (meter instanceof Gauge gauge && (name.startsWith("jdbc.") || name.startsWith("hikaricp."))
							&& !name.endsWith(".idle") && !name.equals("hikaricp.connections")) {
						String tag = Objects.requireNonNullElse(meter.getId().getTag("name"),
								String.valueOf(meter.getId().getTag("pool")));
						metrics.put(name + " " + tag, gauge.value());
					}
				}
			}
			return metrics;
		}
	}

	@Test
	@Prevents("javamelody#837")
	void finalClassIsLeftAloneAndSaidSoOnce(CapturedOutput output) {
		WatchedApplication.runner(FinalClass.class).run((context) -> {
			assertThat(context.getBean(DataSource.class)).isExactlyInstanceOf(FinalDataSource.class);
			WatchedApplication.query(context.getBean(DataSource.class), "marker_final");
			WatchedApplication.query(context.getBean(DataSource.class), "marker_final");
			assertThat(WatchedApplication.calls(context, "marker_final")).isEmpty();
			assertThat(output.toString().lines().filter((line) -> line.contains(FinalDataSource.class.getName())))
				.singleElement()
				.asString()
				.contains("WARN", "'dataSource' is not watched");
			assertThat(WatchedApplication.faults(context)).isZero();
			assertThat(context.getBean(MonitoredDataSources.class).all()).isEmpty();
		});
	}

	@Test
	@Prevents("javamelody#837")
	void classWithAFinalMethodGoesOnWorking(CapturedOutput output) {
		WatchedApplication.runner(FinalMethod.class).run((context) -> {
			WatchedApplication.query(context.getBean(DataSource.class), "marker_final_method");
			assertThat(context.getBean(DataSource.class)).isExactlyInstanceOf(FinalMethodDataSource.class);
			assertThat(output).contains("'dataSource' is not watched");
		});
	}

	@Test
	void interfaceBasedProxyIsWatchedAndKeepsItsInterfaces() {
		WatchedApplication.runner(InterfaceProxy.class).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(dataSource).isInstanceOf(Marker.class);
			WatchedApplication.query(dataSource, "marker_interface");
			assertThat(WatchedApplication.calls(context, "marker_interface")).isEqualTo(Map.of("dataSource", 1L));
		});
	}

	@Test
	void driverThatCannotBeAskedForWrappersGoesOnWorking() {
		WatchedApplication.runner(OldDriver.class).run((context) -> {
			WatchedApplication.query(context.getBean("abstractMethod", DataSource.class), "marker_old");
			WatchedApplication.query(context.getBean("exception", DataSource.class), "marker_old");
			assertThat(WatchedApplication.calls(context, "marker_old"))
				.isEqualTo(Map.of("abstractMethod", 1L, "exception", 1L));
			assertThat(WatchedApplication.leases(context)).isZero();
		});
	}

	interface Marker {

	}

	record NeedsHikari(HikariDataSource pool) {
	}

	static final class FinalDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			return h2("final").getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

	static class FinalMethodDataSource extends AbstractDataSource {

		private final SimpleDriverDataSource target = h2("final-method");

		@Override
		public final Connection getConnection() throws SQLException {
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

	static class UnaskableDataSource extends AbstractDataSource {

		private final Throwable answer;

		UnaskableDataSource(Throwable answer) {
			this.answer = answer;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = h2("old").getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("isWrapperFor")) {
							throw this.answer;
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Pool {

		@Bean
		HikariDataSource dataSource() {
			return DataSourceBuilder.create().type(HikariDataSource.class).url("jdbc:h2:mem:pool").build();
		}

		@Bean
		NeedsHikari needsHikari(HikariDataSource pool) {
			return new NeedsHikari(pool);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class Metrics {

		/** Starts the pool before the meters are bound, as JPA does. */
		@Autowired
		void startPool(DataSource dataSource) throws SQLException {
			dataSource.getConnection().close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalClass {

		@Bean
		FinalDataSource dataSource() {
			return new FinalDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalMethod {

		@Bean
		FinalMethodDataSource dataSource() {
			return new FinalMethodDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxy {

		@Bean
		DataSource dataSource() {
			DataSource target = h2("interface");
			return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { DataSource.class, Marker.class },
					(proxy, method, arguments) -> method.invoke(target, arguments));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OldDriver {

		@Bean
		UnaskableDataSource abstractMethod() {
			return new UnaskableDataSource(new AbstractMethodError("isWrapperFor"));
		}

		@Bean
		UnaskableDataSource exception() {
			return new UnaskableDataSource(new SQLException("isWrapperFor is not supported"));
		}

	}

}
