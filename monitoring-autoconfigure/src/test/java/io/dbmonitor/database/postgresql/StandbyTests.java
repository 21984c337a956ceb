package io.dbmonitor.database.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RestartablePostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A standby answers all questions, and both sides tell how far it is behind. It begins as
 * a copy of the primary's files.
 */
@Tag("database")
@Tag("postgres-versions")
@Proves(area = Proves.Area.DATABASES, subject = "A standby of PostgreSQL", note = "its state, how far it is behind")
class StandbyTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Figure LAG = Figure.of(PostgresMeter.REPLICATION_LAG);

	private static final Figure LAG_BYTES = Figure.of(PostgresMeter.REPLICATION_LAG_BYTES);

	private final PostgresInspector inspector = new PostgresInspector(SessionIds.NONE);

	@Test
	void standbyAnswersAllAndTellsHowFarItIsBehind(@TempDir Path folder) throws Exception {
		try (RestartablePostgres primary = new RestartablePostgres(folder.resolve("primary"));
				RestartablePostgres standby = new RestartablePostgres(folder.resolve("standby"))) {
			primary.start();
			primary.database().execute("create table replicated (id serial primary key, note text)");
			primary.database().execute("insert into replicated (note) select 'note' from generate_series(1, 1000)");
			primary.stop();
			makeStandby(folder, primary.port());
			primary.start();
			standby.start();
			PostgresDatabase behind = standby.database();
			await().atMost(LONG)
				.until(() -> primary.database()
					.number("select count(*) from pg_stat_replication where state = 'streaming'") == 1);
			await().atMost(LONG).until(() -> value(behind, LAG_BYTES) == 0);
			assertThat(value(behind, LAG)).isZero();

			behind.execute("select pg_wal_replay_pause()");
			primary.database().execute("insert into replicated (note) select 'late' from generate_series(1, 1000)");
			await().atMost(LONG).until(() -> value(behind, LAG_BYTES) > 0);
			assertThat(value(behind, LAG)).isPositive();
			await().atMost(LONG)
				.untilAsserted(() -> assertThat(value(behind, LAG_BYTES))
					.isEqualTo((double) behind.number("select pg_last_wal_receive_lsn() - pg_last_wal_replay_lsn()")));
			await().atMost(LONG)
				.untilAsserted(() -> assertThat(value(primary.database(), LAG_BYTES)).isPositive()
					.isEqualTo((double) primary.database()
						.number("select pg_current_wal_lsn() - replay_lsn from pg_stat_replication")));

			try (Connection monitor = behind.connect()) {
				StorageSample storage = this.inspector.examine(monitor, LONG).orElseThrow();
				assertThat(storage.figures().unread()).isEmpty();
				assertThat(storage.figures().values().get(Figure.of(DatabaseMeter.SIZE)))
					.isEqualTo((double) behind.number("select pg_database_size(current_database())"));
				assertThat(storage.tables()).hasSize(1);
				assertThat(this.inspector.identify(monitor).missingPrivileges()).isEmpty();
			}

			behind.execute("select pg_wal_replay_resume()");
			await().atMost(LONG).until(() -> value(behind, LAG_BYTES) == 0);
			assertThat(value(behind, LAG)).isZero();
		}
	}

	private double value(PostgresDatabase database, Figure figure) throws SQLException {
		try (Connection monitor = database.connect()) {
			Figures figures = this.inspector.sample(monitor, LONG).figures();
			assertThat(figures.unread()).isEmpty();
			return figures.values().getOrDefault(figure, Double.NaN);
		}
	}

	private static void makeStandby(Path folder, int primaryPort) throws IOException {
		Path source = folder.resolve("primary");
		Path target = folder.resolve("standby");
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.toList()) {
				Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
		Files.createFile(target.resolve("standby.signal"));
		Files.writeString(target.resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=localhost port=" + primaryPort + " user=postgres'\n",
				StandardOpenOption.APPEND);
	}

}
