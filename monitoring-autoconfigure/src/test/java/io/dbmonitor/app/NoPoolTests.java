package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.Scrape;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Without a pool each connection is a physical one: held and given back as others are,
 * and nothing is said of a pool.
 */
@PostgresTest
@Proves(area = Proves.Area.POOLS, subject = "None (`SimpleDriverDataSource`)",
		note = "leases, physical connections; there is nothing to be exhausted")
class NoPoolTests {

	@Test
	void leasesAreKnownAndOfAPoolNothingIsSaid(PostgresDatabase database) throws SQLException {
		try (RunningApplication application = start(database)) {
			DataSource dataSource = application.bean(DataSource.class);
			assertThat(dataSource).isInstanceOf(SimpleDriverDataSource.class);
			double opened = physical(application, "opened");
			try (Connection connection = dataSource.getConnection()) {
				Integer pid = new JdbcTemplate(new SingleConnectionDataSource(connection, true))
					.queryForObject("select pg_backend_pid()", Integer.class);
				assertThat(leases(application)).singleElement().satisfies((lease) -> {
					assertThat(lease).containsEntry("pid", pid);
					assertThat((String) lease.get("at")).startsWith("NoPoolTests.");
				});
				await().untilAsserted(() -> assertThat(application.http()
					.json("/actuator/dbmonitor/sessions?limit=1000")
					.list("$.sessions[?(@.pid == " + pid + ")].owner")).containsExactly("own"));
				assertThat(physical(application, "opened")).isEqualTo(opened + 1);
			}
			assertThat(leases(application)).isEmpty();
			await().untilAsserted(
					() -> assertThat(physical(application, "closed")).isEqualTo(physical(application, "opened")));
			assertThat(application.overview().object("$.dataSources[0]")).doesNotContainKey("pool");
			Scrape scrape = application.scrape();
			assertThat(scrape.tagValues("dbmonitor_pool_max", "datasource")).isEmpty();
			assertThat(scrape.tagValues("dbmonitor_pool_saturation", "datasource")).isEmpty();
			assertThat(scrape.value("dbmonitor_pool_lease_seconds_count{datasource=\"dataSource\"}")).isPositive();
		}
	}

	private static double physical(RunningApplication application, String event) {
		return application.scrape()
			.value("dbmonitor_pool_physical_total{datasource=\"dataSource\",event=\"" + event + "\"}");
	}

	private static List<Map<String, Object>> leases(RunningApplication application) {
		return application.http().json("/actuator/dbmonitor/connections").objects("$.leases[*]");
	}

	private static RunningApplication start(PostgresDatabase database) {
		return RunningApplication.start(JpaApplication.class,
				Stream.concat(Stream.of(database.dataSourceProperties()),
						Stream.of("spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
								"dbmonitor.connection.interval=100ms"))
					.toArray(String[]::new));
	}

}
