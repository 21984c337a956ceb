package io.dbmonitor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
@Tag("credentials")
@Proves(area = Proves.Area.DATABASES, subject = "A role without rights on PostgreSQL",
		note = "what it may see, and what is missing")
class RestrictedRoleTests {

	private static final String SIZE = "dbmonitor_database_size_bytes{datasource=\"dataSource\"}";

	private static final String SEQUENCE_USED = "dbmonitor_postgres_sequence_used{datasource=\"dataSource\"}";

	private static final String MISSING = "$.dataSources[0].database.missingPrivileges";

	@ParameterizedTest
	@ValueSource(strings = { "restricted_role", "Restricted Role", "restricted \"role\"; drop" })
	void whatTheRoleLacksIsShownUntilItIsGranted(String role, PostgresDatabase database) throws SQLException {
		String quoted = '"' + role.replace("\"", "\"\"") + '"';
		database.execute("create role " + quoted + " login password 'restricted'");
		String schema = '"' + role.replace("\"", "\"\"") + " schema\"";
		database.execute("create schema " + schema + " create sequence " + schema + ".others maxvalue 4 start 2");
		database.execute("select nextval('" + (schema + ".others").replace("'", "''") + "')");
		try (Connection other = database.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("select 'of somebody else'");
			try (RunningApplication application = start(database.as(role, "restricted"))) {
				await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable"));
				await().until(() -> application.scrape().value(SIZE) > 0);
				Json overview = application.overview();
				assertThat(overview.list(MISSING + "[*].privilege")).containsExactly("pg_monitor",
						"SELECT on sequences");
				String remedy = overview.string(MISSING + "[0].remedy");
				String sequences = overview.string(MISSING + "[1].remedy");
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

				// Not known is not zero
				assertThat(scrape.has("dbmonitor_postgres_xmin_age{datasource=\"dataSource\"}")).isFalse();
				assertThat(scrape.has("dbmonitor_postgres_autovacuum_running{datasource=\"dataSource\"}")).isFalse();
				assertThat(scrape.has(SEQUENCE_USED)).isFalse();
				assertThat(overview.object("$.dataSources[0]")).doesNotContainKey("unread");
				assertThat(application.http().json("/actuator/dbmonitor/tables").list("$.dataSources[*].sampledAt"))
					.hasSize(1);

				// As the overview has it, word for word
				database.execute(remedy);
				database.execute(sequences);
				assertThat(database.number("select count(pg_terminate_backend(pid)) from pg_stat_activity "
						+ "where application_name = 'dbmonitor' and datname = current_database()"))
					.isEqualTo(1);
				await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable")
						&& application.overview().list(MISSING).isEmpty());
				assertThat(application.overview().number("$.dataSources[0].sessions['idle in transaction']"))
					.isPositive();
				assertThat(application.overview().number("$.dataSources[0].sessions.unknown")).isZero();
				await().untilAsserted(() -> assertThat(application.scrape().value(SEQUENCE_USED)).isBetween(0.3, 0.4));
				assertThat(application.scrape().value("dbmonitor_postgres_xmin_age{datasource=\"dataSource\"}"))
					.isNotNegative();
			}
		}
		finally {
			database.execute("drop schema " + schema + " cascade; drop role " + quoted);
		}
	}

	@Test
	void whoWaitsIsSeenWithoutTheRightToSeeWhy(PostgresDatabase database) throws Exception {
		database.execute("create role onlooker login password 'onlooker'; create table held ()");
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try (Connection holder = database.connect();
				Statement holding = holder.createStatement();
				Connection waiter = database.connect();
				Statement waiting = waiter.createStatement();
				RunningApplication application = start(database.as("onlooker", "onlooker"))) {
			holder.setAutoCommit(false);
			holding.execute("lock table held");
			Future<?> waits = thread.submit(() -> waiting.execute("begin; lock table held; rollback"));
			await().untilAsserted(() -> {
				Json locks = application.http().json("/actuator/dbmonitor/locks");
				assertThat(locks.list("$.trees[*].waiting[*].relation")).containsExactly("held");
			});
			assertThat(application.overview().number("$.dataSources[0].blocked")).isEqualTo(1);
			assertThat(application.http()
				.json("/actuator/dbmonitor/sessions")
				.list("$.sessions[?(@.waitEventType == 'Lock')].state")).containsExactly("unknown");
			holder.rollback();
			waits.get();
		}
		finally {
			thread.shutdown();
			database.execute("drop role onlooker; drop table held");
		}
	}

	private static RunningApplication start(PostgresDatabase database) {
		return RunningApplication.start(JdbcApplication.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "spring.data.jpa.repositories.enabled=false",
				"dbmonitor.database.heavy-interval=1s");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class JdbcApplication {

	}

}
