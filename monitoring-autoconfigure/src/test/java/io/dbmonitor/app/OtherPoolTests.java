package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Pools other than HikariCP: their figures, and whose their physical connections are.
 */
@PostgresTest
@Proves(area = Proves.Area.POOLS, subject = "Tomcat JDBC", note = "figures, leases, physical connections, exhaustion")
@Proves(area = Proves.Area.POOLS, subject = "Commons DBCP2", note = "figures, leases, physical connections, exhaustion")
class OtherPoolTests {

	private static final String POOL = "$.dataSources[0].pool.";

	@ParameterizedTest
	@ValueSource(classes = { org.apache.tomcat.jdbc.pool.DataSource.class, BasicDataSource.class })
	void figuresAndLeasesAreKnown(Class<? extends DataSource> type, PostgresDatabase database) throws SQLException {
		try (RunningApplication application = start(type, database)) {
			assertThat(application.bean(DataSource.class)).isInstanceOf(type);
			DataSource dataSource = application.bean(DataSource.class);
			try (Connection first = dataSource.getConnection()) {
				int pid = pid(first);
				assertThat(leases(application)).singleElement().satisfies((lease) -> {
					assertThat(lease).containsEntry("pid", pid);
					assertThat((String) lease.get("at")).startsWith("OtherPoolTests.");
				});
				await().untilAsserted(() -> assertThat(owners(application, pid)).containsExactly("own"));
				Json overview = application.overview();
				assertThat(overview.number(POOL + "active")).isEqualTo(1);
				assertThat(overview.number(POOL + "max")).isEqualTo(2);
				assertThat(overview.object("$.dataSources[0].pool")).doesNotContainKeys("pending", "state");
				try (Connection second = dataSource.getConnection()) {
					assertThat(second.isValid(1)).isTrue();
					Json exhausted = application.overview();
					assertThat(exhausted.string(POOL + "state")).isEqualTo("exhausted");
					assertThat(exhausted.string(POOL + "note")).startsWith("All 2 connections are in use");
					assertThat(application.scrape().value("dbmonitor_pool_saturation{datasource=\"dataSource\"}"))
						.isEqualTo(1);
					assertThat(application.scrape().value("dbmonitor_pool_pending{datasource=\"dataSource\"}")).isNaN();
				}
			}
			assertThat(leases(application)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { org.apache.tomcat.jdbc.pool.DataSource.class, BasicDataSource.class })
	void physicalConnectionsAreCountedOnce(Class<? extends DataSource> type, PostgresDatabase database)
			throws SQLException {
		try (RunningApplication application = start(type, database)) {
			DataSource dataSource = application.bean(DataSource.class);
			for (int i = 0; i < 5; i++) {
				try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
					assertThat(pid(first)).isNotEqualTo(pid(second));
				}
			}
			assertThat(physical(application, "opened")).isEqualTo(2);
			database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
					+ " where pid <> pg_backend_pid() and application_name <> 'dbmonitor'");
			try (Connection broken = dataSource.getConnection()) {
				// The one pool finds out itself, and lends another
				assertThatNoException().isThrownBy(() -> broken.isValid(1));
			}
			await().until(() -> physical(application, "closed") >= 1);
		}
	}

	private static double physical(RunningApplication application, String event) {
		return application.scrape()
			.value("dbmonitor_pool_physical_total{datasource=\"dataSource\",event=\"" + event + "\"}");
	}

	private static int pid(Connection connection) {
		Integer pid = new JdbcTemplate(new SingleConnectionDataSource(connection, true))
			.queryForObject("select pg_backend_pid()", Integer.class);
		assertThat(pid).isNotNull();
		return pid;
	}

	private static List<Map<String, Object>> leases(RunningApplication application) {
		return application.http().json("/actuator/dbmonitor/connections").objects("$.leases[*]");
	}

	private static List<Object> owners(RunningApplication application, int pid) {
		return application.http()
			.json("/actuator/dbmonitor/sessions?limit=1000")
			.objects("$.sessions[?(@.pid == " + pid + ")]")
			.stream()
			.map((session) -> session.get("owner"))
			.toList();
	}

	private static RunningApplication start(Class<? extends DataSource> type, PostgresDatabase database) {
		return RunningApplication.start(JpaApplication.class, Stream
			.concat(Arrays.stream(database.dataSourceProperties()),
					Stream.of("spring.datasource.type=" + type.getName(), "spring.datasource.tomcat.max-active=2",
							"spring.datasource.tomcat.initial-size=0", "spring.datasource.dbcp2.max-total=2",
							"dbmonitor.connection.interval=100ms", "dbmonitor.database.interval=200ms"))
			.toArray(String[]::new));
	}

}
