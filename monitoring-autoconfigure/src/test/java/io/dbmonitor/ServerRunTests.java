package io.dbmonitor;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.dbmonitor.testing.PostgresBinaries;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.RestartablePostgres;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.Scrape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server is stopped, stopped hard, and upgraded under the running application: gauges
 * go NaN and come back, counters hold, go on and never jump, and the sampler knows whom
 * it talks to.
 */
@Tag("own-server")
class ServerRunTests {

	private static final Duration LONG = Duration.ofSeconds(40);

	private static final String UP = sample("dbmonitor_database_up");

	private static final List<String> GAUGES = List.of(sample("dbmonitor_sessions_max"),
			sample("dbmonitor_lock_wait_oldest_seconds"), sample("dbmonitor_postgres_xmin_age"),
			sample("dbmonitor_postgres_slot_retained_bytes"), sample("dbmonitor_database_size_bytes"),
			sample("dbmonitor_postgres_xid_age"), sample("dbmonitor_postgres_rows_dead"),
			sample("dbmonitor_postgres_sequence_used"));

	private static final String COMMITS = "dbmonitor_transactions_total{datasource=\"dataSource\",outcome=\"commit\"}";

	private static final String INSERTS = "dbmonitor_rows_total{datasource=\"dataSource\",operation=\"insert\"}";

	private static final List<String> COUNTERS = List.of(COMMITS, INSERTS,
			"dbmonitor_postgres_blocks_total{datasource=\"dataSource\",source=\"hit\"}",
			"dbmonitor_postgres_checkpoints_total{datasource=\"dataSource\",type=\"requested\"}",
			"dbmonitor_postgres_buffers_written_total{by=\"checkpointer\",datasource=\"dataSource\"}",
			"dbmonitor_postgres_buffers_written_total{by=\"backend\",datasource=\"dataSource\"}",
			sample("dbmonitor_postgres_wal_generated_bytes_total"));

	private static final int ROWS = 100_000;

	@Test
	void serverThatStopsHardAndStartsAgain(@TempDir Path folder) throws SQLException {
		try (RestartablePostgres postgres = new RestartablePostgres(folder.resolve("data"))) {
			postgres.start();
			work(postgres.database());
			try (RunningApplication application = start(postgres.database())) {
				awaitFigures(application);
				postgres.crash();
				Scrape down = awaitDown(application);
				postgres.start();
				Scrape back = awaitFigures(application);
				COUNTERS.forEach((counter) -> assertThat(back.value(counter)).as(counter)
					.isBetween(down.value(counter), down.value(counter) + ROWS / 10.0));
				assertThatCountersGoOn(application, postgres.database());
			}
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
	void serverThatIsUpgraded(@TempDir Path folder) throws SQLException {
		try (RestartablePostgres old = new RestartablePostgres(folder.resolve("old"))
			.withBinaries(PostgresBinaries.PREVIOUS);
				RestartablePostgres upgraded = new RestartablePostgres(folder.resolve("new"), old.port())) {
			// Has counted far more than the old one, while nobody looked
			upgraded.start();
			work(upgraded.database());
			work(upgraded.database());
			upgraded.stop();
			old.start();
			work(old.database());
			try (RunningApplication application = start(old.database())) {
				awaitFigures(application);
				assertThat(application.overview().string("$.dataSources[0].database.version")).startsWith("17.");
				assertThat(application.scrape().tagValues("dbmonitor_sessions", "state")).doesNotContain("starting");
				old.crash();
				Scrape down = awaitDown(application);
				upgraded.start();
				Scrape back = awaitFigures(application);
				assertThat(application.overview().string("$.dataSources[0].database.version"))
					.startsWith(System.getProperty("dbmonitor.test.postgres.version"));
				COUNTERS.forEach((counter) -> assertThat(back.value(counter)).as(counter)
					.isBetween(down.value(counter), down.value(counter) + ROWS / 10.0));
				assertThatCountersGoOn(application, upgraded.database());
			}
		}
	}

	private static void work(PostgresDatabase database) throws SQLException {
		database.execute("create table if not exists worked (id bigserial primary key, note text)");
		database.execute("insert into worked (note) select 'note' from generate_series(1, " + ROWS + ")");
		database.execute("checkpoint");
	}

	private static Scrape awaitFigures(RunningApplication application) {
		await().atMost(LONG).ignoreExceptions().until(() -> {
			Scrape scrape = application.scrape();
			return scrape.value(UP) == 1 && GAUGES.stream().noneMatch((gauge) -> Double.isNaN(scrape.value(gauge)));
		});
		return application.scrape();
	}

	private static Scrape awaitDown(RunningApplication application) {
		await().atMost(LONG).until(() -> application.scrape().value(UP) == 0);
		Scrape down = application.scrape();
		assertThat(GAUGES).allSatisfy((gauge) -> assertThat(down.value(gauge)).as(gauge).isNaN());
		assertThat(down.value(COMMITS)).isPositive();
		Scrape later = application.scrape();
		assertThat(COUNTERS)
			.allSatisfy((counter) -> assertThat(later.value(counter)).as(counter).isEqualTo(down.value(counter)));
		return down;
	}

	private static void assertThatCountersGoOn(RunningApplication application, PostgresDatabase database)
			throws SQLException {
		double inserts = application.scrape().value(INSERTS);
		application.bean(JdbcTemplate.class).execute("select 1");
		work(database);
		await().atMost(LONG).until(() -> application.scrape().value(INSERTS) >= inserts + ROWS);
		assertThat(application.scrape().value(INSERTS)).isLessThan(inserts + 1.5 * ROWS);
		assertThat(application.scrape().value("dbmonitor_faults_total{feature=\"database\"}")).isZero();
	}

	private static String sample(String name) {
		return name + "{datasource=\"dataSource\"}";
	}

	private static RunningApplication start(PostgresDatabase database) {
		return RunningApplication.start(JdbcApplication.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "spring.data.jpa.repositories.enabled=false",
				"spring.datasource.hikari.connection-timeout=5000", "dbmonitor.database.timeout=1s",
				"dbmonitor.database.heavy-interval=1s");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class JdbcApplication {

	}

}
