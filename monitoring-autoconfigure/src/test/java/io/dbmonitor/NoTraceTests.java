package io.dbmonitor;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The monitor leaves no trace where none is expected: on the server, in tags, on the web.
 */
@PostgresTest
class NoTraceTests {

	private static final String SESSIONS = "select count(*) from pg_stat_activity where datname = current_database()";

	@Test
	@Prevents({ "pgjdbc#2833", "dd-trace-java#7940" })
	void serverSeesTheApplicationsOwnTextsAndName(PostgresDatabase database) throws Exception {
		String text = "select query, application_name from pg_stat_activity where pid = pg_backend_pid()";
		Map<String, Object> without;
		try (RunningApplication application = start(database, "dbmonitor.enabled=false")) {
			without = seenInATransaction(application, text);
		}
		try (RunningApplication application = start(database)) {
			await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable"));
			Map<String, Object> with = seenInATransaction(application, text);
			assertThat(with).containsEntry("query", text)
				.containsEntry("application_name", without.get("application_name"));
			assertThat(database.number(
					SESSIONS + " and application_name not in ('dbmonitor', '" + without.get("application_name") + "')"))
				.isZero();
			assertThat(database.number(SESSIONS + " and application_name = 'dbmonitor'")).isPositive();
		}
	}

	private static Map<String, Object> seenInATransaction(RunningApplication application, String text) {
		JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
		Map<String, Object> seen = application.bean(TransactionTemplate.class)
			.execute((status) -> jdbc.queryForMap(text));
		return (seen != null) ? seen : Map.of();
	}

	@Test
	@Prevents("r2dbc-proxy#149")
	void threadsAddNoTimeSeries(PostgresDatabase database) throws Exception {
		try (RunningApplication application = start(database)) {
			JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
			jdbc.queryForList("select 1");
			// The last to come: what is stored is looked at behind the first sample
			await().until(() -> timeSeries(application).stream()
				.anyMatch((series) -> series.startsWith("dbmonitor_postgres_indexes")));
			Set<String> before = timeSeries(application);
			for (int i = 0; i < 50; i++) {
				String name = "short-lived-" + i;
				ExecutorService thread = Executors.newSingleThreadExecutor((work) -> new Thread(work, name));
				try {
					thread.submit(() -> jdbc.queryForList("select 1")).get();
				}
				finally {
					thread.shutdown();
				}
			}
			assertThat(timeSeries(application)).isEqualTo(before);
		}
	}

	/** The monitor's, without their values. */
	private static Set<String> timeSeries(RunningApplication application) {
		Set<String> series = new TreeSet<>();
		application.http()
			.get("/actuator/prometheus")
			.body()
			.lines()
			.filter((line) -> line.startsWith("dbmonitor_") || line.startsWith("db_client_"))
			.map((line) -> line.substring(0, line.lastIndexOf(' ')))
			.forEach(series::add);
		assertThat(series).hasSizeGreaterThan(20);
		return series;
	}

	@ParameterizedTest
	@ValueSource(strings = { "the.defaults=hold", "management.endpoints.web.exposure.include=health,prometheus",
			"management.endpoints.web.exposure.exclude=dbmonitor", "management.endpoint.dbmonitor.access=none" })
	@Prevents("druid#3009")
	void nothingIsAnsweredUnlessTheEndpointIsExposed(String property, PostgresDatabase database) {
		// Without what other tests expose
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("server.port=0", property)
			.run()) {
			HttpJson http = new HttpJson(
					context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			for (String path : Set.of("", "/", "/queries", "/sessions", "/audit", "/assets/page.js")) {
				assertThat(http.get("/actuator/dbmonitor" + path).statusCode()).as(path).isEqualTo(404);
				assertThat(http.get("/dbmonitor" + path).statusCode()).as(path).isEqualTo(404);
			}
			assertThat(http.get("/actuator/health").statusCode()).isEqualTo(200);
		}
	}

	private static RunningApplication start(PostgresDatabase database, String... properties) {
		return RunningApplication.start(JpaApplication.class,
				Stream.concat(Stream.of(database.dataSourceProperties()), Stream.of(properties))
					.toArray(String[]::new));
	}

}
