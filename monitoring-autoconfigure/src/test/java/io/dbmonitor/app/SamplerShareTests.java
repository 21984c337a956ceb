package io.dbmonitor.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.RestartablePostgres;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the sampler costs the server, by the processor time of the process that answers
 * it. To see enough of it in short time it samples as often as it can; the looks at the
 * storage are a little more frequent among them than by default.
 */
@Tag("own-server")
@Tag("alone")
class SamplerShareTests {

	private static final Logger logger = LoggerFactory.getLogger(SamplerShareTests.class);

	private static final String SAMPLES = "dbmonitor_database_sample_duration_seconds_count{datasource=\"dataSource\"}";

	private static final int SESSIONS = 50;

	private static final int TABLES = 200;

	private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

	@Test
	void isBelowHalfAPercentOfACore(@TempDir Path folder) throws SQLException {
		Duration duration = Duration.ofSeconds(Integer.getInteger("dbmonitor.test.load.seconds", 15));
		List<Connection> sessions = new ArrayList<>();
		try (RestartablePostgres postgres = new RestartablePostgres(folder.resolve("data"))) {
			postgres.start();
			PostgresDatabase database = postgres.database();
			makeTables(database);
			for (int i = 0; i < SESSIONS; i++) {
				sessions.add(inTransaction(database));
			}
			try (RunningApplication application = start(database)) {
				await().until(() -> application.scrape().value(SAMPLES) >= 20);
				ProcessHandle backend = backend(database);
				double samples = application.scrape().value(SAMPLES);
				Duration cpu = cpu(backend);
				await().atMost(duration.multipliedBy(3))
					.until(() -> application.scrape().value(SAMPLES) >= samples + duration.toMillis() / 150.0);
				double counted = application.scrape().value(SAMPLES) - samples;
				Duration each = cpu(backend).minus(cpu).dividedBy((long) counted);
				logger.info("A sample takes {} ms of the server's processor, looks at the storage included",
						each.toNanos() / 1e6);
				assertThat(each).isPositive();
				assertThat(each.toNanos()).isLessThan(DEFAULT_INTERVAL.dividedBy(200).toNanos());
			}
		}
		finally {
			for (Connection session : sessions) {
				session.close();
			}
		}
	}

	private static void makeTables(PostgresDatabase database) throws SQLException {
		database.execute("do $$ begin for i in 1.." + TABLES + " loop execute format("
				+ "'create table t%s (id int primary key, a int unique, b text); create index on t%s (b)', i, i);"
				+ " end loop; end $$");
	}

	private static Connection inTransaction(PostgresDatabase database) throws SQLException {
		Connection connection = database.connect();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("select 1");
		}
		return connection;
	}

	private static RunningApplication start(PostgresDatabase database) {
		return RunningApplication.start(JpaApplication.class, "spring.datasource.url=" + database.url(),
				"spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "dbmonitor.database.interval=100ms",
				"dbmonitor.database.heavy-interval=1s");
	}

	private static ProcessHandle backend(PostgresDatabase database) throws SQLException {
		long pid = database.number("select pid from pg_stat_activity where application_name = 'dbmonitor'");
		return ProcessHandle.of(pid).orElseThrow();
	}

	private static Duration cpu(ProcessHandle process) {
		return process.info().totalCpuDuration().orElseThrow();
	}

}
