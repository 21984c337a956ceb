package io.dbmonitor.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * What the server counts of a statement stands beside what the application measures.
 */
@PostgresTest
class ServerStatementsTests {

	@Test
	void figuresOfTheServerStandBesideOurs(PostgresDatabase database) throws Exception {
		database.execute("create schema elsewhere");
		database.execute("create extension pg_stat_statements schema elsewhere");
		try (RunningApplication application = start(database)) {
			JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
			for (int i = 0; i < 7; i++) {
				jdbc.queryForList("select g as on_server from generate_series(1, ?) g where g <> " + i, 5);
			}
			await().untilAsserted(() -> {
				Json queries = application.http().json("/actuator/dbmonitor/queries?contains=on_server");
				assertThat(queries.objects("$.queries[*].server")).singleElement().satisfies((server) -> {
					assertThat(server).containsEntry("calls", 7);
					assertThat(((Number) Objects.requireNonNull(server.get("rows"))).longValue())
						.isEqualTo((long) queries.number("$.queries[0].rows"));
				});
				// The server's time is without the network and the driver
				double total = queries.number("$.queries[0].server.totalMillis");
				assertThat(total).isPositive().isLessThan(queries.number("$.queries[0].time.total"));
				assertThat(total).isCloseTo(database.number(
						"select 1000 * sum(total_exec_time) from elsewhere.pg_stat_statements where query like '%on_server%'")
						/ 1000.0, within(0.01));
				String id = queries.string("$.queries[0].id");
				assertThat(application.http().json("/actuator/dbmonitor/queries/" + id).number("$.server.calls"))
					.isEqualTo(7);
			});
			assertThat(application.overview().object("$.dataSources[0].database"))
				.doesNotContainKey("missingExtensions");
		}
	}

	@Test
	void theExtensionThatIsMissingIsNamedWithItsRemedy(PostgresDatabase database) {
		try (RunningApplication application = start(database)) {
			await().untilAsserted(() -> assertThat(application.overview().toString())
				.contains("CREATE EXTENSION pg_stat_statements"));
			List<Map<String, Object>> queries = application.http()
				.json("/actuator/dbmonitor/queries")
				.objects("$.queries[*]");
			assertThat(queries).isNotEmpty().allSatisfy((query) -> assertThat(query).doesNotContainKey("server"));
		}
	}

	private static RunningApplication start(PostgresDatabase database) {
		return RunningApplication.start(JpaApplication.class,
				Stream
					.concat(Arrays.stream(database.dataSourceProperties()),
							Stream.of("dbmonitor.database.heavy-interval=1s"))
					.toArray(String[]::new));
	}

}
