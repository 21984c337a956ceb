package io.dbmonitor.compatibility;

import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A data source that Spring Cloud makes anew when its properties change is watched before
 * and after.
 */
@PostgresTest
@Proves(area = Area.SPRING, subject = "`@RefreshScope`", note = "the data source is watched before and after a refresh")
class RefreshScopeTests {

	private static final String MARKER = "marker_of_refreshed";

	@Test
	@Prevents({ "datasource-micrometer#25", "datasource-micrometer#77", "datasource-micrometer#99",
			"spring-boot-data-source-decorator#85" })
	void refreshedDataSourceIsWatched(PostgresDatabase database) {
		try (RunningApplication application = RunningApplication.start(Refreshed.class,
				Libraries.quiet(database.dataSourceProperties(), "pool.size=3"))) {
			HikariDataSource pool = (HikariDataSource) application.bean(DataSource.class);
			JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
			jdbc.queryForList("select 1 as " + MARKER);
			assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
			assertThat(calls(application)).isEqualTo(1);
			assertThat(application.overview().list("$.dataSources[*].name")).containsExactly("dataSource");

			TestPropertyValues.of("pool.size=5").applyTo(application.context());
			application.bean(ContextRefresher.class).refresh();
			jdbc.queryForList("select 1 as " + MARKER);
			assertThat(pool.getMaximumPoolSize()).isEqualTo(5);
			assertThat(calls(application)).isEqualTo(2);
			Json overview = application.overview();
			assertThat(overview.list("$.dataSources[*].name")).containsExactly("dataSource");
			assertThat(overview.number("$.dataSources[0].pool.max")).isEqualTo(5);
			assertThat(application.http().json("/actuator/dbmonitor/connections").list("$.leases")).isEmpty();
			assertThat(application.scrape().value("dbmonitor_faults_total{feature=\"datasource\"}")).isZero();
		}
	}

	@Test
	@Prevents("datasource-micrometer#25")
	void poolThatIsInNoScopeStaysAsItIs(PostgresDatabase database) {
		try (RunningApplication application = RunningApplication.start(PlainApplication.class,
				Libraries.quiet(database.dataSourceProperties()))) {
			HikariDataSource pool = (HikariDataSource) application.bean(DataSource.class);
			TestPropertyValues.of("spring.datasource.hikari.maximum-pool-size=3").applyTo(application.context());
			// By which Spring Cloud binds other beans anew, but no pool
			application.context()
				.publishEvent(new EnvironmentChangeEvent(Set.of("spring.datasource.hikari.maximum-pool-size")));
			application.bean(JdbcTemplate.class).queryForList("select 1 as " + MARKER);
			assertThat(pool.isClosed()).isFalse();
			assertThat(pool.getMaximumPoolSize()).isEqualTo(10);
			assertThat(calls(application)).isEqualTo(1);
		}
	}

	private static double calls(RunningApplication application) {
		return application.http().json("/actuator/dbmonitor/queries?contains=" + MARKER).number("$.queries[0].calls");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Refreshed {

		@Bean
		@RefreshScope
		HikariDataSource dataSource(Environment environment) {
			HikariDataSource pool = DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url(environment.getRequiredProperty("spring.datasource.url"))
				.username(environment.getRequiredProperty("spring.datasource.username"))
				.password(environment.getRequiredProperty("spring.datasource.password"))
				.build();
			pool.setMinimumIdle(1);
			pool.setMaximumPoolSize(environment.getRequiredProperty("pool.size", Integer.class));
			return pool;
		}

	}

}
