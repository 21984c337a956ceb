package io.dbmonitor.session;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.RunningApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Sessions and statements are ended on request: what was meant, by whom it is allowed.
 */
@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class SessionControlTests {

	private static final String[] ALLOWED = { "management.endpoint.dbmonitor.access=unrestricted",
			"dbmonitor.session.control=true" };

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void aStatementOfTheApplicationIsCancelledByItsDriver(PostgresDatabase database, CapturedOutput output)
			throws Exception {
		try (RunningApplication application = start(database, ALLOWED)) {
			JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
			Future<?> sleeping = this.threads.submit(() -> jdbc.queryForList("select pg_sleep(60) as to_cancel"));
			Map<String, Object> session = await().until(() -> find(application, "to_cancel"), (found) -> found != null);
			assertThat(session).containsEntry("owner", "own").containsKey("lease");
			HttpResponse<String> done = end(application, session, "cancel");
			assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
			assertThat(Json.parse(done.body()).string("$.action")).isEqualTo("cancel");
			assertThatThrownBy(sleeping::get).rootCause()
				.hasMessageContaining("canceling statement due to user request");
			assertThat(output).contains("cancel of session " + session.get("pid"));
			await().untilAsserted(() -> assertThat(end(application, session, "cancel").statusCode()).isIn(404, 409));
		}
	}

	@Test
	void aStatementAndASessionOfSomebodyElseAreEndedByTheServer(PostgresDatabase database) throws Exception {
		try (RunningApplication application = start(database, ALLOWED);
				Connection other = database.connect();
				Statement statement = other.createStatement()) {
			Future<?> sleeping = this.threads.submit(() -> statement.execute("select pg_sleep(60) as of_another"));
			Map<String, Object> session = await().until(() -> find(application, "of_another"),
					(found) -> found != null);
			assertThat(session).containsEntry("owner", "external").doesNotContainKey("lease");
			assertThat(end(application, session, "cancel").statusCode()).isEqualTo(200);
			assertThatThrownBy(sleeping::get).rootCause().isInstanceOf(SQLException.class);
			assertThat(end(application, session, "terminate").statusCode()).isEqualTo(200);
			await().untilAsserted(() -> assertThat(
					database.number("select count(*) from pg_stat_activity where pid = " + session.get("pid")))
				.isZero());
			await().untilAsserted(() -> assertThat(end(application, session, "terminate").statusCode()).isIn(404, 409));
		}
	}

	@Test
	void onlyWhatWasMeantIsEnded(PostgresDatabase database) {
		try (RunningApplication application = start(database, ALLOWED)) {
			await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable"));
			Map<String, Object> monitor = Objects
				.requireNonNull(sessions(application).objects("$.sessions[?(@.application == 'dbmonitor')]").get(0));
			HttpJson http = application.http();
			assertProblem(end(application, monitor, "terminate"), 403, "the monitor's own");
			String path = "/actuator/dbmonitor/sessions/" + monitor.get("pid");
			assertProblem(http.delete(path + "?mode=terminate&backendStart=2020-01-01T00:00:00Z"), 404,
					"no client's session");
			assertProblem(http.delete(path + "?mode=terminate"), 400, "'backendStart'");
			assertProblem(http.delete(path + "?mode=shoot&backendStart=2020-01-01T00:00:00Z"), 400,
					"cancel or terminate");
			assertProblem(http.delete("/actuator/dbmonitor/sessions/x?mode=cancel&backendStart=2020-01-01T00:00:00Z"),
					404, "'x'");
			assertProblem(http.delete("/actuator/dbmonitor/sessions"), 404, "pid");
			assertProblem(http.delete("/actuator/dbmonitor/queries/1"), 404, "nothing to delete");
		}
	}

	@Test
	void itTakesWriteAccessAndItsOwnSwitch(PostgresDatabase database) {
		String path = "/actuator/dbmonitor/sessions/1?mode=cancel&backendStart=2020-01-01T00:00:00Z";
		try (RunningApplication application = start(database, "dbmonitor.session.control=true")) {
			assertThat(application.http().delete(path).statusCode()).isIn(404, 405);
		}
		try (RunningApplication application = start(database, "management.endpoint.dbmonitor.access=unrestricted")) {
			assertProblem(application.http().delete(path), 403, "dbmonitor.session.control");
		}
	}

	@Test
	@Tag("credentials")
	void aRoleThatMayNotSignalIsTold(PostgresDatabase database) throws Exception {
		database.execute("create role watching login password 'watching'");
		database.execute("grant pg_monitor to watching");
		try (RunningApplication application = start(database.as("watching", "watching"), ALLOWED);
				Connection other = database.connect();
				Statement statement = other.createStatement()) {
			Future<?> sleeping = this.threads.submit(() -> statement.execute("select pg_sleep(3) as untouchable"));
			Map<String, Object> session = await().until(() -> find(application, "untouchable"),
					(found) -> found != null);
			assertProblem(end(application, session, "terminate"), 403, "pg_signal_backend");
			sleeping.get();
		}
		finally {
			database.execute("drop role watching");
		}
	}

	private static void assertProblem(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(Json.parse(response.body()).string("$.detail")).contains(detail);
	}

	private static HttpResponse<String> end(RunningApplication application, Map<String, Object> session, String mode) {
		String backendStart = URLEncoder.encode(String.valueOf(session.get("backendStart")), StandardCharsets.UTF_8);
		return application.http()
			.delete("/actuator/dbmonitor/sessions/" + session.get("pid") + "?mode=" + mode + "&backendStart="
					+ backendStart);
	}

	private static @Nullable Map<String, Object> find(RunningApplication application, String marker) {
		List<Map<String, Object>> found = sessions(application)
			.objects("$.sessions[?(@.state == 'active' && @.query =~ /.*" + marker + "/)]");
		return found.isEmpty() ? null : found.get(0);
	}

	private static Json sessions(RunningApplication application) {
		return application.http().json("/actuator/dbmonitor/sessions");
	}

	private static RunningApplication start(PostgresDatabase database, String... properties) {
		String[] all = Stream.concat(Arrays.stream(database.dataSourceProperties()), Arrays.stream(properties))
			.toArray(String[]::new);
		return RunningApplication.start(JpaApplication.class, all);
	}

}
