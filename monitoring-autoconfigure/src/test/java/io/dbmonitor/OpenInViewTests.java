package io.dbmonitor;

import io.dbmonitor.clinic.ClinicApplication;
import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A web application with repositories and a cache starts with nothing but the dependency
 * added, with and without a session that stays open for the view.
 */
@Proves(area = Proves.Area.SPRING, subject = "Open Session in View",
		note = "statements, the audit; no connection is kept")
class OpenInViewTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Prevents("datasource-micrometer#82")
	void webApplicationIsCountedAndAuditedAndKeepsNoConnection(boolean openInView) {
		try (RunningApplication application = RunningApplication.start(ClinicApplication.class,
				"spring.datasource.url=jdbc:h2:mem:clinic-" + openInView, "spring.jpa.hibernate.ddl-auto=create",
				"spring.jpa.open-in-view=" + openInView, "management.endpoint.dbmonitor.show-values=always")) {
			HttpJson http = application.http();
			String id = http.get("/owners/new/Franklin").body();
			assertThatNoConnectionIsHeld(application);

			// Without the open session the pets cannot be read any more
			assertThat(http.get("/owners/" + id + "/pets").statusCode()).isEqualTo(openInView ? 200 : 500);
			assertThatNoConnectionIsHeld(application);
			Json pets = http.json("/actuator/dbmonitor/queries?contains=from+pet");
			assertThat(pets.list("$.queries[*].calls")).hasToString(openInView ? "[1]" : "[]");

			for (int i = 0; i < 3; i++) {
				assertThat(http.get("/owners/named/Franklin").body()).isEqualTo("1");
			}
			Json named = http.json("/actuator/dbmonitor/queries?contains=last_name%3D");
			// The cache answers what was asked before
			assertThat(named.objects("$.queries[?(@.operation == 'SELECT')]")).singleElement()
				.satisfies((query) -> assertThat(query).containsEntry("calls", 1).containsEntry("rows", 1));

			assertThat(http.get("/owners/broken/" + id).statusCode()).isEqualTo(500);
			assertThatNoConnectionIsHeld(application);

			Json audit = http.json("/actuator/dbmonitor/audit");
			assertThat(audit.list("$.changeSets[*].changes[*].operation")).containsExactly("CREATE", "CREATE",
					"UPDATE");
			assertThat(audit.string("$.changeSets[0].route")).isEqualTo("GET /owners/new/{name}");
			assertThat(audit.list("$.changeSets[0].changes[*].entity")).containsExactly("Owner", "Pet", "Owner");
			assertThat(audit.list("$.changeSets[0].changes[2].values.pets.added")).hasSize(1);
			assertThat(http.json("/actuator/dbmonitor/audit/Owner/" + id)
				.string("$.changeSets[0].changes[0].values.lastName.new")).isEqualTo("Franklin");
			assertThat(application.scrape().value("dbmonitor_faults_total{feature=\"audit\"}")).isZero();
		}
	}

	private static void assertThatNoConnectionIsHeld(RunningApplication application) {
		// The answer can be there a moment before the request's end
		await().untilAsserted(() -> {
			assertThat(application.http().json("/actuator/dbmonitor/connections").list("$.leases")).isEmpty();
			assertThat(application.overview().number("$.dataSources[0].pool.active")).isZero();
		});
	}

}
