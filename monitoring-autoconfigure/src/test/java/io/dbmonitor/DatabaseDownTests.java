package io.dbmonitor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.dbmonitor.alert.AlertWatch;
import io.dbmonitor.connection.LeaseWatch;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.history.HistoryWatch;
import io.dbmonitor.plan.PlanWatcher;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RestartablePostgres;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.Scrape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The database is down at the start, goes away, hangs and comes back: the application is
 * unharmed, the meters tell, and the sampler recovers by itself.
 */
@Tag("own-server")
@Tag("alone")
@Proves(area = Proves.Area.DATABASES, subject = "PostgreSQL that is down, goes away, hangs, comes back",
		note = "the application is unharmed, the monitor says so and recovers")
class DatabaseDownTests {

	private static final Duration LONG = Duration.ofSeconds(40);

	private static final String UP = "dbmonitor_database_up{datasource=\"dataSource\"}";

	private static final String AGE = "dbmonitor_database_sample_age_seconds{datasource=\"dataSource\"}";

	private static final String ACTIVE = "dbmonitor_sessions{datasource=\"dataSource\",state=\"active\"}";

	private static final String OLDEST = "dbmonitor_transaction_oldest_seconds{datasource=\"dataSource\"}";

	private static final String COMMITS = "dbmonitor_transactions_total{datasource=\"dataSource\",outcome=\"commit\"}";

	private RestartablePostgres postgres;

	@BeforeEach
	void prepare(@TempDir Path folder) {
		this.postgres = new RestartablePostgres(folder.resolve("data"));
	}

	@AfterEach
	void end() {
		this.postgres.close();
	}

	@Test
	void databaseThatIsDownAtTheStartIsFoundWhenItComes() throws Exception {
		try (RunningApplication application = start()) {
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 0);
			Scrape scrape = application.scrape();
			// Nothing was ever seen, so nothing is claimed
			assertThat(scrape.has(COMMITS)).isFalse();
			assertThat(scrape.value(OLDEST)).isNaN();
			assertThat(scrape.value(AGE)).isNaN();
			Json overview = application.overview();
			assertThat(overview.object("$.dataSources[0].database")).containsEntry("product", "PostgreSQL")
				.containsEntry("reachable", false);
			assertThat(overview.string("$.dataSources[0].database.version")).isNull();
			assertThat(overview.string("$.dataSources[0].database.note")).contains("refused")
				.doesNotContain("password");
			assertThat(overview.object("$.dataSources[0]")).doesNotContainKeys("sessions", "blocked");
			assertThatExceptionOfType(CannotGetJdbcConnectionException.class)
				.isThrownBy(() -> application.bean(JdbcTemplate.class).queryForList("select 1"));
			this.postgres.start();
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 1);
			assertThat(application.bean(JdbcTemplate.class).queryForObject("select 42", Integer.class)).isEqualTo(42);
			assertThat(application.overview().object("$.dataSources[0]")).containsKeys("sessions", "blocked");
			assertThat(application.scrape().value(COMMITS)).isNotNegative();
			assertThat(ownConnections()).isEqualTo(1);
		}
		assertThat(monitorThreads()).isEmpty();
		await().untilAsserted(() -> assertThat(ownConnections()).isZero());
	}

	@Test
	void databaseThatGoesAwayAndComesBackIsTold() throws Exception {
		this.postgres.start();
		try (RunningApplication application = start()) {
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 1);
			JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
			for (int i = 0; i < 500; i++) {
				jdbc.queryForObject("select 1", Integer.class);
			}
			// The server counts a transaction some time after its end
			await().atMost(LONG).until(() -> application.scrape().value(COMMITS) >= 500);
			assertThat(application.scrape().value(ACTIVE)).isNotNegative();
			double before = application.scrape().value(COMMITS);
			String sampledAt = application.overview().string("$.dataSources[0].database.sampledAt");

			this.postgres.crash();
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 0);
			Scrape down = application.scrape();
			assertThat(down.value(ACTIVE)).isNaN();
			assertThat(down.value(OLDEST)).isNaN();
			assertThat(down.value(COMMITS)).isGreaterThanOrEqualTo(before);
			assertThat(application.scrape().value(COMMITS)).isEqualTo(down.value(COMMITS));
			assertThat(application.scrape().value(AGE)).isPositive();
			assertThatEndpointAnswersQuickly(application);
			Json overview = application.overview();
			assertThat(overview.isTrue("$.dataSources[0].database.reachable")).isFalse();
			assertThat(overview.string("$.dataSources[0].database.sampledAt")).isGreaterThanOrEqualTo(sampledAt);
			assertThat(overview.object("$.dataSources[0]")).doesNotContainKey("sessions");
			assertThat(application.http().json("/actuator/dbmonitor/sessions").list("$.sessions")).isEmpty();

			this.postgres.start();
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 1);
			Scrape back = application.scrape();
			assertThat(back.value(ACTIVE)).isNotNegative();
			// A server that crashed begins its statistics anew
			assertThat(back.value(COMMITS)).isGreaterThanOrEqualTo(down.value(COMMITS));
			assertThat(jdbc.queryForObject("select 42", Integer.class)).isEqualTo(42);
			assertThat(back.value("dbmonitor_faults_total{feature=\"database\"}")).isZero();
		}
		assertThat(monitorThreads()).isEmpty();
		await().untilAsserted(() -> assertThat(ownConnections()).isZero());
	}

	@Test
	void databaseThatHangsHoldsUpNeitherTheEndpointNorTheStop() {
		this.postgres.start();
		RunningApplication application = start();
		try {
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 1);
			this.postgres.freeze();
			assertThatEndpointAnswersQuickly(application);
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 0);
			assertThatEndpointAnswersQuickly(application);
			assertThat(application.scrape().value(ACTIVE)).isNaN();
			this.postgres.thaw();
			await().atMost(LONG).until(() -> application.scrape().value(UP) == 1);
			this.postgres.freeze();
			long started = System.nanoTime();
			application.bean(DatabaseMonitor.class).stop();
			application.bean(PlanWatcher.class).stop();
			application.bean(LeaseWatch.class).stop();
			application.bean(AlertWatch.class).stop();
			application.bean(HistoryWatch.class).stop();
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
			await().atMost(LONG).untilAsserted(() -> assertThat(monitorThreads()).isEmpty());
		}
		finally {
			this.postgres.thaw();
			application.close();
		}
	}

	private RunningApplication start() {
		PostgresDatabase database = this.postgres.database();
		return RunningApplication.start(JdbcApplication.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(),
				"spring.datasource.hikari.initialization-fail-timeout=-1",
				"spring.datasource.hikari.connection-timeout=5000", "spring.data.jpa.repositories.enabled=false",
				"dbmonitor.database.timeout=1s");
	}

	private static void assertThatEndpointAnswersQuickly(RunningApplication application) {
		for (String path : List.of("", "/queries", "/connections", "/sessions", "/locks")) {
			long started = System.nanoTime();
			assertThat(application.http().get("/actuator/dbmonitor" + path).statusCode()).isEqualTo(200);
			// The shortest of the time-outs that an answer could wait for is a second
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
		}
	}

	private long ownConnections() throws Exception {
		return this.postgres.database()
			.number("select count(*) from pg_stat_activity where application_name = 'dbmonitor'");
	}

	private static List<String> monitorThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("dbmonitor"))
			.toList();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class JdbcApplication {

	}

}
