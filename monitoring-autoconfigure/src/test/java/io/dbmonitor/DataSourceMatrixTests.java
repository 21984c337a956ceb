package io.dbmonitor;

import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.datasource.WatchedDataSource;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications with more and with fewer data sources than one.
 */
@PostgresTest
@Proves(area = Proves.Area.SPRING, subject = "No data source, several data sources",
		note = "each watched under its name")
class DataSourceMatrixTests {

	/** They ask for an entity manager factory, which only a single data source has. */
	private static final String NO_REPOSITORIES = "spring.data.jpa.repositories.enabled=false";

	@Test
	void twoDataSourcesAreWatchedEachForItself(PostgresDatabase database) {
		try (RunningApplication application = start(database)) {
			for (int i = 0; i < 3; i++) {
				jdbc(application, "ordersDataSource").queryForList("select 1 as marker_on_postgresql");
			}
			jdbc(application, "cache").queryForList("select 1 as marker_on_h2");
			HttpJson http = application.http();
			Json postgresql = http.json("/actuator/dbmonitor/queries?contains=marker_on_postgresql");
			assertThat(postgresql.list("$.queries[*].dataSource")).containsExactly("orders");
			assertThat(postgresql.number("$.queries[0].calls")).isEqualTo(3);
			Json h2 = http.json("/actuator/dbmonitor/queries?contains=marker_on_h2");
			assertThat(h2.list("$.queries[*].dataSource")).containsExactly("cache");
			assertThat(h2.number("$.queries[0].calls")).isEqualTo(1);
			await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable")
					&& application.overview().isTrue("$.dataSources[1].database.reachable"));
			Json overview = application.overview();
			assertThat(overview.list("$.dataSources[*].name")).containsExactly("orders", "cache");
			assertThat(overview.string("$.dataSources[0].database.product")).isEqualTo("PostgreSQL");
			assertThat(overview.string("$.dataSources[1].database.product")).isEqualTo("H2");
			assertThat(overview.object("$.dataSources[1]")).containsKeys("pool", "queries", "sessions");
		}
	}

	@Test
	void dataSourcesHaveTheNamesOfBootsMetrics(PostgresDatabase database) {
		try (RunningApplication application = start(database)) {
			await().until(() -> application.scrape().has("dbmonitor_database_up{datasource=\"orders\"}"));
			var scrape = application.scrape();
			assertThat(scrape.tagValues("jdbc_connections_max", "name")).containsExactly("cache", "orders");
			assertThat(scrape.tagValues("dbmonitor_pool_max", "datasource")).containsExactly("cache", "orders");
			assertThat(scrape.tagValues("dbmonitor_database_up", "datasource")).containsExactly("cache", "orders");
		}
	}

	@Test
	void applicationWithoutADataSourceStarts() {
		try (RunningApplication application = RunningApplication.start(Plain.class, NO_REPOSITORIES,
				"spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName())) {
			assertThat(application.context().getBeanProvider(DataSource.class).stream()).isEmpty();
			assertThat(application.overview().list("$.dataSources")).isEmpty();
			assertThat(application.http().json("/actuator/dbmonitor/queries").list("$.queries")).isEmpty();
			assertThat(application.http().json("/actuator/dbmonitor/sessions").list("$.sessions")).isEmpty();
			assertThat(application.scrape().value("dbmonitor_faults_total{feature=\"datasource\"}")).isZero();
		}
	}

	@Test
	void excludedDataSourceIsLeftAlone(PostgresDatabase database) {
		try (RunningApplication application = start(database, "dbmonitor.datasource.exclude=ordersDataSource")) {
			assertThat(application.context().getBean("ordersDataSource")).isExactlyInstanceOf(HikariDataSource.class);
			assertThat(application.context().getBean("cache")).isInstanceOf(WatchedDataSource.class);
			jdbc(application, "ordersDataSource").queryForList("select 1 as marker_of_the_excluded");
			assertThat(application.http()
				.json("/actuator/dbmonitor/queries?contains=marker_of_the_excluded")
				.list("$.queries")).isEmpty();
			assertThat(application.overview().list("$.dataSources[*].name")).containsExactly("cache");
		}
	}

	private static RunningApplication start(PostgresDatabase database, String... properties) {
		String[] common = { "test.url=" + database.url(), "test.username=" + database.username(),
				"test.password=" + database.password(), NO_REPOSITORIES };
		return RunningApplication.start(TwoDataSources.class,
				Stream.concat(Stream.of(common), Stream.of(properties)).toArray(String[]::new));
	}

	private static JdbcTemplate jdbc(RunningApplication application, String dataSource) {
		return new JdbcTemplate(application.context().getBean(dataSource, DataSource.class));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwoDataSources {

		@Bean
		HikariDataSource ordersDataSource(Environment environment) {
			return DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url(environment.getRequiredProperty("test.url"))
				.username(environment.getRequiredProperty("test.username"))
				.password(environment.getRequiredProperty("test.password"))
				.build();
		}

		@Bean
		HikariDataSource cache() {
			return DataSourceBuilder.create().type(HikariDataSource.class).url("jdbc:h2:mem:cache").build();
		}

	}

}
