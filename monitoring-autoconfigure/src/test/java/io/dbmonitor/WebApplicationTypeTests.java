package io.dbmonitor;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint is the same on Spring MVC and on Spring WebFlux.
 */
@PostgresTest
@Proves(area = Proves.Area.SPRING, subject = "Spring MVC and Spring WebFlux", note = "the endpoint, the same on both")
class WebApplicationTypeTests {

	private static final String[] REQUESTS = { "/actuator/dbmonitor/nowhere", "/actuator/dbmonitor/queries?limit=many",
			"/actuator/dbmonitor/queries?sort=colour", "/actuator/dbmonitor/queries/0",
			"/actuator/dbmonitor/queries?path=audit", "/actuator/dbmonitor/queries?path=audit&path=Customer",
			"/actuator/dbmonitor/sessions/1", "/actuator/dbmonitor/tables/1", "/actuator/dbmonitor/tables?sort=colour",
			"/actuator/dbmonitor/indexes?kind=blue", "/actuator/dbmonitor/audit/Customer",
			"/actuator/dbmonitor/audit?operation=guess", "/actuator/dbmonitor/audit?since=yesterday",
			"/actuator/dbmonitor/alerts", "/actuator/dbmonitor/alerts/1", "/actuator/dbmonitor/history/1",
			"/actuator/dbmonitor/history?minutes=0", "/actuator/dbmonitor/history?since=2099-01-01T00:00:00Z" };

	@Test
	void reactiveApplicationAnswersAsAServletApplicationDoes(PostgresDatabase database) {
		Map<String, String> servlet = answers(database, "servlet");
		Map<String, String> reactive = answers(database, "reactive");
		assertThat(reactive).isEqualTo(servlet);
		assertThat(servlet.get("/actuator/dbmonitor/nowhere")).startsWith("404 application/problem+json")
			.contains("There is no section 'nowhere'.");
		assertThat(servlet.get("/actuator/dbmonitor/queries?path=audit")).startsWith("400")
			.contains("There is no parameter 'path'.");
		assertThat(servlet.get("/actuator/dbmonitor/queries?path=audit&path=Customer")).startsWith("400");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void overviewShowsTheDatabase(String type, PostgresDatabase database) {
		try (RunningApplication application = start(database, type)) {
			assertThat(application.context() instanceof ReactiveWebApplicationContext)
				.isEqualTo(type.equals("reactive"));
			await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable"));
			application.bean(JdbcTemplate.class).queryForList("select 1 as marker_of_this_type");
			Json overview = application.overview();
			assertThat(overview.list("$.sections")).containsExactly("queries", "findings", "work", "connections",
					"sessions", "locks", "tables", "indexes", "audit", "alerts", "history");
			assertThat(overview.number("$.dataSources[0].pool.max")).isEqualTo(10);
			assertThat(overview.object("$.dataSources[0].sessions")).containsKey("idle in transaction");
			Json queries = application.http().json("/actuator/dbmonitor/queries?contains=marker_of_this_type");
			assertThat(queries.number("$.queries[0].calls")).isEqualTo(1);
			assertThat(application.http().get("/actuator/dbmonitor/").body()).startsWith("{\"dataSources\":[{");
			assertThat(application.scrape().value("dbmonitor_database_up{datasource=\"dataSource\"}")).isEqualTo(1);
		}
	}

	private static Map<String, String> answers(PostgresDatabase database, String type) {
		Map<String, String> answers = new TreeMap<>();
		try (RunningApplication application = start(database, type)) {
			HttpJson http = application.http();
			for (String request : REQUESTS) {
				HttpResponse<String> response = http.get(request);
				answers.put(request,
						response.statusCode() + " "
								+ response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "") + " "
								+ response.body());
			}
		}
		return answers;
	}

	private static RunningApplication start(PostgresDatabase database, String type) {
		return RunningApplication.start(JpaApplication.class, "spring.main.web-application-type=" + type,
				"spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "spring.jpa.hibernate.ddl-auto=create");
	}

}
