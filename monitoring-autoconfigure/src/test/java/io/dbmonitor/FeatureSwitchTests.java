package io.dbmonitor;

import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.alert.AlertWatch;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.DatabaseRules;
import io.dbmonitor.alert.endpoint.AlertsSection;
import io.dbmonitor.alert.metrics.AlertMeters;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.endpoint.AuditSection;
import io.dbmonitor.audit.metrics.AuditMeters;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.connection.endpoint.ConnectionsSection;
import io.dbmonitor.connection.metrics.ConnectionMeters;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.endpoint.IndexesSection;
import io.dbmonitor.database.endpoint.TablesSection;
import io.dbmonitor.database.metrics.DatabaseMeters;
import io.dbmonitor.database.postgresql.PostgresInspector;
import io.dbmonitor.datasource.WatchedDataSource;
import io.dbmonitor.history.History;
import io.dbmonitor.history.HistoryWatch;
import io.dbmonitor.history.endpoint.HistorySection;
import io.dbmonitor.plan.PlanWatcher;
import io.dbmonitor.plan.Plans;
import io.dbmonitor.plan.postgresql.PostgresExplainer;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.endpoint.FindingsSection;
import io.dbmonitor.query.endpoint.QueriesSection;
import io.dbmonitor.query.metrics.QueryMeters;
import io.dbmonitor.session.endpoint.SessionsSection;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each feature has its switch, and there is one for all.
 */
class FeatureSwitchTests {

	private static final String[] APPLICATION = { "spring.jpa.hibernate.ddl-auto=create",
			"spring.datasource.url=jdbc:h2:mem:switches" };

	static Stream<Arguments> features() {
		return Stream.of(
				Arguments.of("query", List.of("queries", "findings"),
						List.of(QueryStatistics.class, FindingsSection.class, QueriesSection.class, QueryMeters.class)),
				Arguments.of("connection", List.of("connections"),
						List.of(Leases.class, Pools.class, ConnectionsSection.class, ConnectionMeters.class)),
				Arguments.of("database", List.of("sessions", "locks", "tables", "indexes"),
						List.of(DatabaseMonitor.class, PostgresInspector.class, SessionsSection.class,
								TablesSection.class, IndexesSection.class, DatabaseMeters.class)),
				Arguments.of("alert", List.of("alerts"),
						List.of(Alerts.class, AlertWatch.class, DatabaseRules.class, AlertsSection.class,
								AlertMeters.class)),
				Arguments.of("history", List.of("history"),
						List.of(History.class, HistoryWatch.class, HistorySection.class)),
				Arguments.of("plan", List.of(), List.of(Plans.class, PostgresExplainer.class, PlanWatcher.class)),
				Arguments.of("audit", List.of("audit"),
						List.of(AuditRecorder.class, ChangeSetStore.class, AuditSection.class, AuditMeters.class)));
	}

	@ParameterizedTest
	@MethodSource("features")
	void featureThatIsSwitchedOffLeavesNoBeanAndTheOthersGoOn(String feature, List<String> sections,
			List<Class<?>> beans) {
		try (RunningApplication application = start("dbmonitor." + feature + ".enabled=false")) {
			assertThat(beans)
				.allSatisfy((type) -> assertThat(application.context().getBeanNamesForType(type)).isEmpty());
			assertThat(application.bean(JdbcTemplate.class).queryForObject("select 42", Integer.class)).isEqualTo(42);
			assertThat(sections).allSatisfy((section) -> assertThat(status(application, section)).isEqualTo(404));
			assertThat(application.overview().list("$.sections")).hasSize(11 - sections.size())
				.noneMatch((section) -> sections.contains(String.valueOf(section)));
			assertThat(application.scrape().tagValues("dbmonitor_faults_total", "feature")).isNotEmpty();
		}
		try (RunningApplication application = start("dbmonitor." + feature + ".enabled=true")) {
			assertThat(beans)
				.allSatisfy((type) -> assertThat(application.context().getBeanNamesForType(type)).hasSize(1));
			assertThat(sections).allSatisfy((section) -> assertThat(status(application, section)).isEqualTo(200));
		}
	}

	private static int status(RunningApplication application, String section) {
		return application.http().get("/actuator/dbmonitor/" + section).statusCode();
	}

	@Test
	void monitorThatIsSwitchedOffLeavesNothing() {
		try (RunningApplication application = start("dbmonitor.enabled=false")) {
			assertThat(application.bean(DataSource.class)).isExactlyInstanceOf(HikariDataSource.class);
			assertThat(application.context().getBeanDefinitionNames())
				.filteredOn((name) -> name.contains("dbmonitor") && !name.contains("AutoConfiguration"))
				.isEmpty();
			assertThat(application.http().get("/actuator/dbmonitor").statusCode()).isEqualTo(404);
			assertThat(application.scrape().toString()).doesNotContain("dbmonitor", "db_client_operation");
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("dbmonitor"));
		}
	}

	@Test
	void monitorThatIsNotSwitchedOffWatches() {
		try (RunningApplication application = start()) {
			assertThat(application.bean(DataSource.class)).isInstanceOf(WatchedDataSource.class);
			assertThat(application.http().get("/actuator/dbmonitor").statusCode()).isEqualTo(200);
		}
	}

	private static RunningApplication start(String... properties) {
		return RunningApplication.start(JpaApplication.class,
				Stream.concat(Stream.of(APPLICATION), Stream.of(properties)).toArray(String[]::new));
	}

}
