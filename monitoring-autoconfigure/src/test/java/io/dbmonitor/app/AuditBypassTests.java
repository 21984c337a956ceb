package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * What bypasses the application, as its users see it.
 */
@PostgresTest
class AuditBypassTests {

	private static final String[] TRIGGERS = { "dbmonitor.audit.store=jdbc", "dbmonitor.audit.triggers.enabled=true",
			"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.interval=50ms",
			"dbmonitor.audit.triggers.patience=1s" };

	@Test
	void anotherProgramShowsBesideTheApplication(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, TRIGGERS)) {
			HttpJson http = http(context);
			assertThat(http.json("/actuator/dbmonitor/audit/bypassed").list("$.changeSets")).isEmpty();
			Long id = created(context);
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> context.getBean(JdbcTemplate.class)
					.update("update customer set city = 'Rome' where id = ?", id));
			try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
				statement.execute("set application_name = 'psql'");
				statement.execute("update customer set name = 'Eve', password_hash = 'stolen' where id = " + id);
			}
			await().untilAsserted(() -> assertThat(
					http.json("/actuator/dbmonitor/audit/bypassed").objects("$.changeSets[*].changes[*]"))
				.hasSize(1));
			Json bypassed = http.json("/actuator/dbmonitor/audit/bypassed");
			assertThat(bypassed.object("$.changeSets[0].session")).containsEntry("user", database.username())
				.containsEntry("application", "psql");
			assertThat(bypassed.string("$.changeSets[0].changes[0].source")).isEqualTo("TRIGGER");
			assertThat(bypassed.object("$.changeSets[0].changes[0].values.name"))
				.isEqualTo(Map.of("old", "Ann", "new", "Eve"));
			assertThat(bypassed.string("$.changeSets[0].changes[0].values.passwordHash.new")).startsWith("******");
			assertThat(
					database.number("select count(*) from dbmonitor_change where field_changes::text like '%stolen%'"))
				.isZero();
			List<Map<String, Object>> life = http.json("/actuator/dbmonitor/audit/Customer/" + id)
				.objects("$.changeSets[*].changes[*]");
			assertThat(life).extracting((change) -> change.get("source") + " " + change.get("operation"))
				.containsExactly("TRIGGER UPDATE", "STATEMENT UPDATE", "TRIGGER UPDATE", "ORM CREATE");
			Json overview = http.json("/actuator/dbmonitor");
			assertThat(overview.number("$.audit.bypassed")).isEqualTo(1);
			assertThat(overview.object("$.audit")).doesNotContainKey("unseen");
			assertThat(http.get("/actuator/prometheus").body())
				.contains("dbmonitor_audit_bypassed_total{datasource=\"dataSource\"} 1.0")
				.contains("dbmonitor_audit_changes_total{operation=\"update\",source=\"trigger\"} 2.0");
			Json health = http.json("/actuator/health");
			assertThat(health.string("$.components.dbmonitorAudit.status")).isEqualTo("UP");
			assertThat(health.number("$.components.dbmonitorAudit.details.bypassed")).isEqualTo(1);
			assertThat(health.object("$.components.dbmonitorAudit.details.problems")).isEmpty();
			assertThat(health.string("$.components.dbmonitorAudit.details.unjoined.dataSource")).isEqualTo("none");
			assertThat(http.json("/actuator/dbmonitor/audit/triggers").objects("$.unjoined[*]")).singleElement()
				.satisfies((unjoined) -> assertThat(unjoined).containsEntry("dataSource", "dataSource")
					.containsEntry("writes", 0)
					.doesNotContainKey("since"));
		}
	}

	@Test
	void whatIsMissingIsSaidWithAScript(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database, "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.triggers.enabled=true", "dbmonitor.audit.triggers.interval=50ms")) {
			HttpJson http = http(context);
			await()
				.untilAsserted(() -> assertThat(http.json("/actuator/dbmonitor/audit/triggers").objects("$.tables[*]"))
					.isNotEmpty());
			Json triggers = http.json("/actuator/dbmonitor/audit/triggers");
			assertThat(triggers.objects("$.tables[?(@.name == 'customer')]")).singleElement()
				.satisfies((table) -> assertThat((String) table.get("problem")).contains("dbmonitor_record_rows"));
			assertThat(http.json("/actuator/dbmonitor").string("$.audit.unseen"))
				.startsWith("what other programs write to ")
				.contains("customer");
			assertThat(http.json("/actuator/health").object("$.components.dbmonitorAudit.details.problems"))
				.containsKey("dataSource.customer");
			database.execute(triggers.string("$.scripts[0].install"));
			assertThat(database
				.number("select count(*) from pg_trigger where tgrelid = 'customer'::regclass and not tgisinternal"))
				.isEqualTo(4);
		}
	}

	@Test
	void withoutTriggersThatIsSaid(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database)) {
			HttpJson http = http(context);
			for (String path : List.of("bypassed", "triggers")) {
				assertThat(http.get("/actuator/dbmonitor/audit/" + path).statusCode()).isEqualTo(404);
				assertThat(http.get("/actuator/dbmonitor/audit/" + path).body())
					.contains("dbmonitor.audit.triggers.enabled");
			}
			assertThat(http.json("/actuator/dbmonitor").object("$.audit")).doesNotContainKey("bypassed")
				.containsEntry("unseen", "what other programs write");
		}
	}

	@Test
	void whatTriggersNeedIsAskedForAtTheStart(PostgresDatabase database) {
		assertThatException().isThrownBy(() -> run(database, "dbmonitor.audit.triggers.enabled=true"))
			.withStackTraceContaining("It needs dbmonitor.audit.store=jdbc");
		assertThatException()
			.isThrownBy(() -> run(database, "dbmonitor.audit.triggers.enabled=true", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.statements.enabled=false"))
			.withStackTraceContaining("It needs dbmonitor.audit.statements.enabled");
		assertThatException()
			.isThrownBy(() -> run(database, "dbmonitor.audit.triggers.enabled=true", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.triggers.interval=0s"))
			.withStackTraceContaining("dbmonitor.audit.triggers.interval");
	}

	private static Long created(ConfigurableApplicationContext context) {
		Customer customer = new Customer("Ann");
		customer.setPasswordHash("first");
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> context.getBean(EntityManager.class).persist(customer));
		return Objects.requireNonNull(customer.getId());
	}

	private static HttpJson http(ConfigurableApplicationContext context) {
		return new HttpJson(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	private static ConfigurableApplicationContext run(PostgresDatabase database, String... more) {
		List<String> properties = new ArrayList<>(List.of(database.dataSourceProperties()));
		properties.addAll(List.of("server.port=0", "spring.jpa.hibernate.ddl-auto=update",
				"dbmonitor.audit.jdbc.initialize-schema=always",
				"spring.autoconfigure.exclude="
						+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
				"management.endpoints.web.exposure.include=dbmonitor,prometheus,health",
				"management.endpoint.health.show-details=always", "management.endpoint.dbmonitor.show-values=always"));
		properties.addAll(List.of(more));
		return new SpringApplicationBuilder(JpaApplication.class).properties(properties.toArray(String[]::new)).run();
	}

}
