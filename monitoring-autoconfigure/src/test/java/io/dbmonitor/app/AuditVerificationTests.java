package io.dbmonitor.app;

import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.dbmonitor.audit.jdbc.postgresql.seal.SealFinding;
import io.dbmonitor.audit.jdbc.postgresql.seal.TamperFound;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Seals, as users see them.
 */
@PostgresTest
class AuditVerificationTests {

	private static final String PATH = "/actuator/dbmonitor/audit/verification";

	@Test
	void tamperingShowsInTheSectionTheHealthTheMetersAndAnEvent(PostgresDatabase database) throws SQLException {
		List<SealFinding> events = new ArrayList<>();
		try (ConfigurableApplicationContext context = run(database, "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.jdbc.seal.enabled=true", "dbmonitor.audit.jdbc.seal.interval=100ms",
				"management.endpoint.dbmonitor.access=unrestricted")) {
			context.addApplicationListener((ApplicationListener<PayloadApplicationEvent<?>>) (event) -> {
				if (event.getPayload() instanceof TamperFound found) {
					events.add(found.verification().finding());
				}
			});
			persist(context);
			HttpJson http = http(context);
			await().untilAsserted(() -> assertThat(http.json(PATH).object("$.seals[0]")).containsEntry("position", 1));
			Json sealed = http.json(PATH);
			assertThat(sealed.object("$.seals[0]")).containsEntry("dataSource", "dataSource")
				.doesNotContainKeys("waitingSince", "problem", "verification");
			String digest = sealed.string("$.seals[0].digest");
			HttpResponse<String> clean = http.post(PATH, "{\"digest\":\"" + digest + "\"}");
			assertThat(clean.statusCode()).isEqualTo(200);
			assertThat(Json.parse(clean.body()).object("$.verifications[0]")).containsEntry("changeSets", 1)
				.doesNotContainKey("finding");
			assertThat(http.get("/actuator/prometheus").body())
				.contains("dbmonitor_audit_sealed_total{datasource=\"dataSource\"} 1.0")
				.contains("dbmonitor_audit_unsealed_age_seconds{datasource=\"dataSource\"} 0.0")
				.contains("dbmonitor_audit_tampered{datasource=\"dataSource\"} 0.0");
			assertThat(seals(http)).startsWith("verified at ");
			database.execute("alter table dbmonitor_seal rename kind to other");
			assertThat(http.post(PATH, "{}").statusCode()).isEqualTo(503);
			assertThat(seals(http)).startsWith("the last verification failed: ");
			assertThat(http.get("/actuator/prometheus").body())
				.contains("dbmonitor_audit_tampered{datasource=\"dataSource\"} NaN");
			database.execute("alter table dbmonitor_seal rename other to kind");
			database.execute("update dbmonitor_change_set set actor = 'somebody'");
			Json found = Json.parse(http.post(PATH, "{}").body());
			assertThat(found.object("$.verifications[0].finding")).containsEntry("kind", "ALTERED")
				.containsEntry("position", 1)
				.containsKeys("changeSet", "at", "detail");
			assertThat(http.json(PATH).string("$.seals[0].verification.finding.entity")).startsWith("Customer ");
			assertThat(http.get("/actuator/prometheus").body())
				.contains("dbmonitor_audit_tampered{datasource=\"dataSource\"} 1.0");
			assertThat(seals(http)).startsWith("tampered with: ALTERED, position 1");
			assertThat(events).singleElement()
				.satisfies((finding) -> assertThat(finding.kind()).isEqualTo(SealFinding.Kind.ALTERED));
			badDigests(http, digest);
		}
	}

	private static void badDigests(HttpJson http, String digest) {
		HttpResponse<String> none = http.post(PATH, "{\"digest\":\"123\"}");
		assertThat(none.statusCode()).isEqualTo(400);
		assertThat(none.body()).contains("This is no digest");
		String[] parts = digest.split(":");
		parts[3] = "0".repeat(32);
		HttpResponse<String> other = http.post(PATH, "{\"digest\":\"" + String.join(":", Arrays.asList(parts)) + "\"}");
		assertThat(other.statusCode()).isEqualTo(409);
		assertThat(other.body()).contains("The digest is of the chain 0000");
		assertThat(http.post("/actuator/dbmonitor/audit", "{}").statusCode()).isEqualTo(404);
		assertThat(http.post("/actuator/dbmonitor/queries", "{}").body()).contains("nothing to post to in 'queries'");
	}

	private static String seals(HttpJson http) {
		return http.json("/actuator/health").string("$.components.dbmonitorAudit.details.seals.dataSource");
	}

	@Test
	void withoutWriteAccessNobodyCanAskForAVerification(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.jdbc.seal.enabled=true")) {
			HttpJson http = http(context);
			assertThat(http.post(PATH, "{}").statusCode()).isEqualTo(405);
			assertThat(http.get(PATH).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void withoutSealsThatIsSaid() {
		try (ConfigurableApplicationContext context = run(H2)) {
			assertThat(http(context).get(PATH).statusCode()).isEqualTo(404);
			assertThat(http(context).get(PATH).body()).contains("dbmonitor.audit.jdbc.seal.enabled");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dbmonitor.audit.store=memory                   | It needs dbmonitor.audit.store=jdbc
			dbmonitor.audit.store=jdbc                     | on PostgreSQL only
			dbmonitor.audit.jdbc.seal.key=                 | a secret of at least 16 characters
			dbmonitor.audit.jdbc.seal.key=short            | a secret of at least 16 characters
			dbmonitor.audit.jdbc.seal.interval=0s          | Write a duration
			dbmonitor.audit.jdbc.seal.verify-interval=-1s  | Write a duration
			dbmonitor.audit.jdbc.seal.verify-interval=10ms | Write a duration
			""")
	void badSettingsStopTheStart(String property, String text) {
		String[] properties = Arrays.copyOf(H2, H2.length + 2);
		properties[H2.length] = "dbmonitor.audit.jdbc.seal.enabled=true";
		properties[H2.length + 1] = property;
		assertThatException().isThrownBy(() -> run(properties).close()).withStackTraceContaining(text);
	}

	@Test
	@Tag("credentials")
	void aRoleThatMayNotMakeTheTableStopsTheStart(PostgresDatabase database) throws SQLException {
		run(database, "dbmonitor.audit.store=jdbc").close();
		database.execute("drop table if exists dbmonitor_seal; create role sealer login password 'sealer';"
				+ " revoke create on schema public from public; grant usage on schema public to sealer;"
				+ " grant all on all tables in schema public to sealer; grant all on all sequences in schema public to sealer");
		PostgresDatabase sealer = database.as("sealer", "sealer");
		String[] properties = { "dbmonitor.audit.store=jdbc", "spring.jpa.hibernate.ddl-auto=none",
				"dbmonitor.audit.jdbc.seal.enabled=true" };
		try {
			assertThatException().isThrownBy(() -> run(sealer, properties).close())
				.withStackTraceContaining("permission denied for schema public");
			assertThatException()
				.isThrownBy(() -> run(sealer, properties[0], properties[1], properties[2],
						"dbmonitor.audit.jdbc.initialize-schema=never")
					.close())
				.withStackTraceContaining("Change sets cannot be sealed");
		}
		finally {
			database.execute("drop owned by sealer; drop role sealer");
		}
	}

	private static final String[] H2 = { "spring.datasource.url=jdbc:h2:mem:seals", "spring.datasource.username=sa",
			"spring.datasource.password=" };

	private static void persist(ConfigurableApplicationContext context) {
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> context.getBean(EntityManager.class).persist(new Customer("Ann")));
	}

	private static HttpJson http(ConfigurableApplicationContext context) {
		return new HttpJson(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	private static ConfigurableApplicationContext run(PostgresDatabase database, String... more) {
		List<String> properties = new ArrayList<>(List.of(database.dataSourceProperties()));
		properties.addAll(List.of(more));
		return run(properties.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(JpaApplication.class).properties("server.port=0",
				"spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.jdbc.initialize-schema=always",
				"spring.autoconfigure.exclude="
						+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
				"management.endpoints.web.exposure.include=dbmonitor,prometheus,health",
				"management.endpoint.health.show-details=always")
			.properties(properties)
			.run();
	}

}
