package io.dbmonitor.compatibility.way;

import java.util.List;
import java.util.Map;

import io.dbmonitor.compatibility.Libraries;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import io.dbmonitor.testing.RunningApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * By whatever way a statement is sent, it is counted once, with the application's line
 * that sends it and what it was sent for.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysTests {

	private static final String NOTE = "statements, callers, routes";

	private RunningApplication application;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.application = RunningApplication.start(WaysApplication.class,
				Libraries.quiet(database.dataSourceProperties(), "spring.autoconfigure.exclude=" + Libraries.SECURITY,
						"spring.jpa.hibernate.ddl-auto=create",
						// A connection that is kept for the view counts for what took it
						"spring.jpa.open-in-view=false", "spring.flyway.enabled=true",
						"spring.flyway.locations=classpath:way/flyway", "spring.flyway.schemas=flyway",
						"spring.liquibase.enabled=true", "spring.liquibase.change-log=classpath:way/liquibase.sql",
						"spring.batch.jdbc.initialize-schema=always"));
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	private void assertThatRowsAreWrittenAndRead(String path, String table, String controller) {
		Json lines = this.application.http().json(path);
		assertThatOneWasSent("INSERT", table, controller + ".send", (int) lines.number("$.write"), "GET " + path);
		assertThatOneWasSent("SELECT", table, controller + ".send", (int) lines.number("$.read"), "GET " + path);
	}

	private void assertThatOneWasSent(String operation, String table, String method, int line, @Nullable String route) {
		assertThat(sent(operation, table)).singleElement().satisfies((query) -> {
			assertThat(query).containsEntry("dataSource", "dataSource")
				.containsEntry("calls", 1)
				.containsEntry("rows", 1);
			assertThat(callers(query)).singleElement().satisfies((caller) -> {
				assertThat(caller).containsEntry("method", method).containsEntry("line", line);
				assertThat(caller.get("route")).isEqualTo(route);
			});
		});
	}

	private List<Map<String, Object>> sent(String operation, String text) {
		return this.application.http()
			.json("/actuator/dbmonitor/queries?contains=" + text)
			.objects("$.queries[?(@.operation == '" + operation + "')]");
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> callers(Map<String, Object> query) {
		return (List<Map<String, Object>>) query.getOrDefault("callers", List.of());
	}

	@Nested
	@Proves(area = Area.WAYS, subject = "Spring Data JPA", note = NOTE)
	class SpringDataJpa {

		@Test
		void rowsAreWrittenAndRead() {
			assertThatRowsAreWrittenAndRead("/spring-data-jpa", "by_spring_data_jpa",
					"WaysApplication.SpringDataJpaController");
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "`EntityManager`", note = NOTE)
	class EntityManager {

		@Test
		void rowsAreWrittenAndRead() {
			assertThatRowsAreWrittenAndRead("/entity-manager", "by_entity_manager",
					"WaysApplication.EntityManagerController");
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "`JdbcTemplate`", note = NOTE)
	class JdbcTemplate {

		@Test
		void rowsAreWrittenAndRead() {
			assertThatRowsAreWrittenAndRead("/jdbc-template", "by_jdbc_template",
					"WaysApplication.JdbcTemplateController");
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "`JdbcClient`", note = NOTE)
	class JdbcClient {

		@Test
		void rowsAreWrittenAndRead() {
			assertThatRowsAreWrittenAndRead("/jdbc-client", "by_jdbc_client", "WaysApplication.JdbcClientController");
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "Spring Data JDBC", note = NOTE)
	class SpringDataJdbc {

		@Test
		void rowsAreWrittenAndRead() {
			assertThatRowsAreWrittenAndRead("/spring-data-jdbc", "by_spring_data_jdbc",
					"WaysApplication.SpringDataJdbcController");
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "jOOQ", note = NOTE)
	class Jooq {

		@Test
		void rowsAreWrittenAndRead() {
			assertThatRowsAreWrittenAndRead("/jooq", "by_jooq", "WaysApplication.JooqController");
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "Flyway at start-up", note = "statements; callers, of migrations in Java too")
	class Flyway {

		@Test
		void migrationsAreCountedWithWhoStartsTheApplication() {
			assertThat(sent("CREATE", "by_flyway")).singleElement().satisfies((query) -> {
				assertThat(query).containsEntry("calls", 1);
				assertThat(callers(query)).singleElement()
					.satisfies((caller) -> assertThat(caller).containsEntry("method", "WaysTests.start")
						.doesNotContainKey("route"));
			});
		}

		@Test
		void migrationInJavaIsTheCaller() {
			assertThatOneWasSent("INSERT", "by_flyway", "V2__Fill.migrate", V2__Fill.line, null);
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "Liquibase at start-up", note = "statements, callers")
	class Liquibase {

		@Test
		void changesAreCountedWithWhoStartsTheApplication() {
			for (String operation : List.of("CREATE", "INSERT")) {
				assertThat(sent(operation, "by_liquibase")).singleElement().satisfies((query) -> {
					assertThat(query).containsEntry("calls", 1);
					assertThat(callers(query)).singleElement()
						.satisfies((caller) -> assertThat(caller).containsEntry("method", "WaysTests.start")
							.doesNotContainKey("route"));
				});
			}
		}

	}

	@Nested
	@Proves(area = Area.WAYS, subject = "Spring Batch",
			note = "statements, callers; jobs and their steps are units of work")
	class SpringBatch {

		@Test
		void stepsAreUnitsOfWork() {
			assertThat(application.http().get("/batch").body()).isEqualTo("COMPLETED");
			assertThat(sent("INSERT", "by_batch")).singleElement().satisfies((query) -> {
				assertThat(query).containsEntry("calls", 3).containsEntry("rows", 3);
				assertThat(callers(query)).singleElement()
					.satisfies((caller) -> assertThat(caller).containsEntry("method", "BatchConfiguration.Writer.write")
						.containsEntry("line", BatchConfiguration.Writer.line)
						.containsEntry("route", "importing.load"));
			});
			assertThat(application.http().json("/actuator/dbmonitor/work").objects("$.work[?(@.kind == 'job')]"))
				.extracting((work) -> work.get("name"))
				.contains("importing", "importing.load");
		}

	}

}
