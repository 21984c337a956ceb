package io.dbmonitor.datasource;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresServer;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.Proves;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader and a writer, two databases, behind a router and a lazy connection: each
 * statement goes where it went without the monitor, and counts once, there.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves(area = Proves.Area.SPRING, subject = "A reader and a writer behind a routing and a lazy data source",
		note = "statements go where they went without the starter, and count once, there")
class ReaderAndWriterTests {

	private static final String WHO = "select name from who";

	private static final List<String> NAMES = List.of("reader_of_two", "writer_of_two");

	private PostgresServer server;

	@BeforeAll
	void create(PostgresServer server) throws SQLException {
		this.server = server;
		for (String name : NAMES) {
			server.database("postgres").execute("create database " + name);
			server.database(name)
				.execute("create table who (name text); insert into who values ('%s')".formatted(name));
		}
	}

	@AfterAll
	void drop() throws SQLException {
		for (String name : NAMES) {
			this.server.database("postgres").execute("drop database " + name + " with (force)");
		}
	}

	@Test
	@Prevents("datasource-micrometer#114")
	void withoutTheMonitorReadsGoToTheReader() {
		try (ConfigurableApplicationContext context = run(Targets.class, "dbmonitor.enabled=false")) {
			assertThat(context.getBean("readerDataSource")).isExactlyInstanceOf(HikariDataSource.class);
			assertThatEachGoesToItsTarget(context);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Targets.class, OtherTargets.class })
	@Prevents({ "datasource-micrometer#114", "datasource-micrometer#115" })
	void withTheMonitorTheyDoTooAndCountOnce(Class<?> configuration) {
		try (ConfigurableApplicationContext context = run(configuration)) {
			assertThatEachGoesToItsTarget(context);
			Map<String, Long> calls = new TreeMap<>();
			for (StatementSnapshot statement : context.getBean(QueryStatistics.class).all()) {
				if (statement.statement().equals(WHO)) {
					calls.merge(statement.dataSource().replace("dataSource.", ""), statement.calls(), Long::sum);
				}
			}
			assertThat(calls).isEqualTo(Map.of("reader", 5L, "writer", 5L));
			assertThat(context.getBean(MonitoredDataSources.class).all()).hasSize(2);
			assertThat(WatchedApplication.leases(context)).isZero();
			assertThat(context.getBean(Faults.class).faults(Feature.DATASOURCE)).isZero();
		}
	}

	/** Five statements for each of the two. */
	private static void assertThatEachGoesToItsTarget(ConfigurableApplicationContext context) {
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		EntityManager entities = context.getBean(EntityManager.class);
		TransactionTemplate reading = transaction(context, true);
		TransactionTemplate writing = transaction(context, false);
		for (int i = 0; i < 2; i++) {
			assertThat(reading.<String>execute((status) -> ask(jdbc))).isEqualTo("reader_of_two");
			assertThat(writing.<String>execute((status) -> ask(jdbc))).isEqualTo("writer_of_two");
		}
		assertThat(reading.<Object>execute((status) -> entities.createNativeQuery(WHO).getSingleResult()))
			.isEqualTo("reader_of_two");
		assertThat(writing.<Object>execute((status) -> entities.createNativeQuery(WHO).getSingleResult()))
			.isEqualTo("writer_of_two");
		assertThat(reading.<List<String>>execute((status) -> List.of(ask(jdbc),
				String.valueOf(writing.<String>execute((inner) -> ask(jdbc))), ask(jdbc))))
			.containsExactly("reader_of_two", "writer_of_two", "reader_of_two");
		assertThat(ask(jdbc)).isEqualTo("writer_of_two");
	}

	private static String ask(JdbcTemplate jdbc) {
		return String.valueOf(jdbc.queryForObject(WHO, String.class));
	}

	private static TransactionTemplate transaction(ConfigurableApplicationContext context, boolean readOnly) {
		TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
		transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		transaction.setReadOnly(readOnly);
		return transaction;
	}

	private ConfigurableApplicationContext run(Class<?> configuration, String... properties) {
		PostgresDatabase reader = this.server.database(NAMES.get(0));
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.properties("reader.url=" + reader.url(), "writer.url=" + this.server.database(NAMES.get(1)).url(),
					"username=" + reader.username(), "password=" + reader.password())
			.properties(properties)
			.run();
	}

	private static HikariDataSource pool(Environment environment, String name) {
		HikariDataSource pool = DataSourceBuilder.create()
			.type(HikariDataSource.class)
			.url(environment.getRequiredProperty(name + ".url"))
			.username(environment.getRequiredProperty("username"))
			.password(environment.getRequiredProperty("password"))
			.build();
		pool.setMinimumIdle(1);
		return pool;
	}

	private static DataSource lazy(DataSource reader, DataSource writer) {
		ReadOnlyRouter router = new ReadOnlyRouter();
		router.setTargetDataSources(Map.of("reader", reader, "writer", writer));
		router.afterPropertiesSet();
		return new LazyConnectionDataSourceProxy(router);
	}

	static class ReadOnlyRouter extends AbstractRoutingDataSource {

		@Override
		protected Object determineCurrentLookupKey() {
			return TransactionSynchronizationManager.isCurrentTransactionReadOnly() ? "reader" : "writer";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Targets {

		@Bean
		HikariDataSource readerDataSource(Environment environment) {
			return pool(environment, "reader");
		}

		@Bean
		HikariDataSource writerDataSource(Environment environment) {
			return pool(environment, "writer");
		}

		@Bean
		@Primary
		DataSource dataSource(@Qualifier("readerDataSource") DataSource reader,
				@Qualifier("writerDataSource") DataSource writer) {
			return lazy(reader, writer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OtherTargets {

		@Bean
		DataSource dataSource(Environment environment) {
			return lazy(pool(environment, "reader"), pool(environment, "writer"));
		}

	}

}
