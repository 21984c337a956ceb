package io.dbmonitor.session;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whose each session is, as the server shows them.
 */
@PostgresTest
class SessionOwnerTests {

	@Test
	void instancesOfTheApplicationKnowEachOtherByName(PostgresDatabase database) throws Exception {
		try (RunningApplication first = start(database, "dbmonitor.datasource.application-name=shop@first");
				RunningApplication second = start(database, "dbmonitor.datasource.application-name=shop@second");
				Connection client = database.connect();
				Statement statement = client.createStatement()) {
			statement.execute("set application_name = 'psql'");
			first.bean(JdbcTemplate.class).queryForList("select 1");
			second.bean(JdbcTemplate.class).queryForList("select 1");
			await().untilAsserted(() -> {
				assertThat(owners(first, "shop@first")).contains("own").doesNotContain("external", "unmapped");
				assertThat(owners(first, "shop@second")).isNotEmpty().containsOnly("peer");
				assertThat(owners(first, "psql")).containsExactly("external");
				assertThat(owners(second, "shop@first")).isNotEmpty().containsOnly("peer");
				assertThat(owners(first, "dbmonitor")).contains("own");
			});
		}
	}

	@Test
	void aNameThatTheUserHasGivenStays(PostgresDatabase database) {
		try (RunningApplication application = start(database, "dbmonitor.datasource.application-name=shop@first",
				"spring.datasource.hikari.data-source-properties.ApplicationName=mine")) {
			assertThat(application.bean(JdbcTemplate.class)
				.queryForObject("select current_setting('application_name')", String.class)).isEqualTo("mine");
		}
	}

	private static List<Object> owners(RunningApplication application, String name) {
		return application.http()
			.json("/actuator/dbmonitor/sessions?limit=1000")
			.objects("$.sessions[?(@.application == '" + name + "')]")
			.stream()
			.map((Map<String, Object> session) -> session.get("owner"))
			.toList();
	}

	private static RunningApplication start(PostgresDatabase database, String... properties) {
		return RunningApplication.start(JpaApplication.class,
				Stream.concat(Arrays.stream(database.dataSourceProperties()), Arrays.stream(properties))
					.toArray(String[]::new));
	}

}
