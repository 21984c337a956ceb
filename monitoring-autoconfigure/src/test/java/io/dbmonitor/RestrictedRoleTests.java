package io.dbmonitor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A role that may connect and nothing else sees what it can, and is told what it lacks.
 */
@PostgresTest
class RestrictedRoleTests {

	private static final String MISSING = "$.dataSources[0].database.missingPrivileges";

	@ParameterizedTest
	@ValueSource(strings = { "restricted_role", "Restricted Role", "restricted \"role\"; drop" })
	void whatTheRoleLacksIsShownUntilItIsGranted(String role, PostgresDatabase database) throws SQLException {
		String quoted = '"' + role.replace("\"", "\"\"") + '"';
		database.execute("create role " + quoted + " login password 'restricted'");
		try (Connection other = database.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("select 'of somebody else'");
			try (RunningApplication application = start(database.as(role, "restricted"))) {
				await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable"));
				Json overview = application.overview();
				assertThat(overview.list(MISSING + "[*].privilege")).containsExactly("pg_monitor");
				String remedy = overview.string(MISSING + "[0].remedy");
				assertThat(remedy).startsWith("GRANT pg_monitor TO ");
				assertThat(overview.number("$.dataSources[0].sessions.unknown")).isPositive();
				assertThat(overview.number("$.dataSources[0].sessions['idle in transaction']")).isZero();
				Json sessions = application.http().json("/actuator/dbmonitor/sessions");
				assertThat(sessions.toString()).doesNotContain("of somebody else");
				List<Map<String, Object>> hidden = sessions
					.objects("$.sessions[?(@.user == '" + database.username() + "')]");
				assertThat(hidden).isNotEmpty()
					.allSatisfy((session) -> assertThat(session).containsEntry("state", "unknown"));
				var scrape = application.scrape();
				assertThat(scrape.value("dbmonitor_database_up{datasource=\"dataSource\"}")).isEqualTo(1);
				assertThat(scrape.value("dbmonitor_sessions{datasource=\"dataSource\",state=\"unknown\"}"))
					.isPositive();
				assertThat(scrape.value("dbmonitor_faults_total{feature=\"database\"}")).isZero();

				// As the overview has it, word for word
				database.execute(remedy);
				assertThat(database.number("select count(pg_terminate_backend(pid)) from pg_stat_activity "
						+ "where application_name = 'dbmonitor' and datname = current_database()"))
					.isEqualTo(1);
				await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable")
						&& application.overview().list(MISSING).isEmpty());
				assertThat(application.overview().number("$.dataSources[0].sessions['idle in transaction']"))
					.isPositive();
				assertThat(application.overview().number("$.dataSources[0].sessions.unknown")).isZero();
			}
		}
		finally {
			database.execute("drop role " + quoted);
		}
	}

	private static RunningApplication start(PostgresDatabase database) {
		return RunningApplication.start(JdbcApplication.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "spring.data.jpa.repositories.enabled=false");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class JdbcApplication {

	}

}
