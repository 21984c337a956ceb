package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.Figures;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Each figure of a sample is what the server answers to a question of the test's own,
 * asked right before and right after, on every version and while there is something to
 * see.
 */
@PostgresTest
@Tag("postgres-versions")
class LightTierTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String DATABASE = " from pg_stat_database where datname = current_database()";

	private final PostgresInspector inspector = new PostgresInspector(SessionIds.NONE);

	private final PostgresDatabase database;

	private final List<Connection> connections = new ArrayList<>();

	private final List<Thread> waiting = new ArrayList<>();

	LightTierTests(PostgresDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void makeSomethingToSee() throws SQLException {
		this.database.execute("create table seen (id int, note text)");
		this.database.execute("insert into seen select n, 'note' from generate_series(1, 1000) n");
		this.database.execute("update seen set note = 'other' where id = 7; delete from seen where id = 8");
		this.database.execute("begin; insert into seen values (0); rollback");
		this.database.execute("set work_mem = '64kB'; select n from generate_series(1, 100000) n order by n desc");
		this.database.execute("alter system set archive_command = 'false'");
		this.database.execute("select pg_reload_conf(), pg_switch_wal()");
		this.database.execute("select pg_create_physical_replication_slot('left_behind', true)");
		this.database.execute("begin; insert into seen values (0); prepare transaction 'forgotten'");
		this.database.execute("create table written as select generate_series(1, 10000)");
		this.database.execute("checkpoint");
		deadlock();
		Connection holder = open();
		execute(holder, "begin; lock table seen in share update exclusive mode");
		start(open(), "begin; lock table seen in share row exclusive mode");
	}

	/** The server ends the wait of the one that looks for a deadlock first. */
	private void deadlock() throws SQLException {
		Connection first = open();
		Connection second = open();
		execute(first, "set deadlock_timeout = '10ms'; begin; select pg_advisory_xact_lock(1)");
		execute(second, "set deadlock_timeout = '1h'; begin; select pg_advisory_xact_lock(2)");
		Thread other = start(second, "select pg_advisory_xact_lock(1)");
		await().until(() -> this.database.number("select count(*) from pg_locks where not granted") == 1);
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> execute(first, "select pg_advisory_xact_lock(2)"))
			.withMessageContaining("deadlock");
		first.close();
		await().until(() -> !other.isAlive());
		second.close();
	}

	@AfterEach
	void clean() throws SQLException {
		for (Connection connection : this.connections) {
			connection.abort(Runnable::run);
		}
		await().until(() -> this.waiting.stream().noneMatch(Thread::isAlive));
		this.database.execute("rollback prepared 'forgotten'");
		this.database.execute("select pg_drop_replication_slot('left_behind')");
		this.database.execute("alter system reset archive_command");
		this.database.execute("select pg_reload_conf()");
	}

	@Test
	void figuresAreThoseOfTheServer() throws SQLException {
		await().atMost(LONG).until(() -> this.database.number("select failed_count from pg_stat_archiver") > 0);
		await().atMost(LONG).until(() -> this.database.number("select deadlocks" + DATABASE) == 1);
		await().atMost(LONG).until(() -> this.database.number("select temp_files" + DATABASE) > 0);
		await().until(() -> this.database.number("select count(*) from pg_locks where not granted") == 1);
		try (Connection monitor = this.database.connect()) {
			Map<Figure, String> questions = questions(monitor);
			Map<Figure, Double> before = answers(questions);
			Figures found = this.inspector.sample(monitor, LONG).figures();
			Map<Figure, Double> after = answers(questions);
			assertThat(found.unread()).isEmpty();
			assertThat(found.values().keySet()).containsExactlyInAnyOrderElementsOf(questions.keySet());
			found.values()
				.forEach((figure, value) -> assertThat(value).as(figure.toString())
					.isBetween(before.get(figure), after.get(figure)));
			assertThat(found.values()).allSatisfy((figure, value) -> {
				if (isThereToSee(figure)) {
					assertThat(value).as(figure.toString()).isPositive();
				}
			});
		}
	}

	private static boolean isThereToSee(Figure figure) {
		List<String> tags = figure.tagValues();
		if (figure.meter().equals(PostgresMeter.LOCKS.info())) {
			return tags.equals(List.of("ShareUpdateExclusiveLock", "true"))
					|| tags.equals(List.of("ShareRowExclusiveLock", "false"));
		}
		if (figure.meter().equals(DatabaseMeter.SESSIONS_WAITING.info())) {
			return tags.equals(List.of("Lock")) || tags.equals(List.of("Client"));
		}
		return !List
			.of(PostgresMeter.AUTOVACUUM_RUNNING.info(), PostgresMeter.REPLICATION_LAG.info(),
					PostgresMeter.REPLICATION_LAG_BYTES.info())
			.contains(figure.meter())
				&& !List.of("background-writer", "timed", "read").contains(String.join(" ", tags));
	}

	private Map<Figure, String> questions(Connection monitor) throws SQLException {
		String others = "pid not in (pg_backend_pid(), " + number(monitor, "select pg_backend_pid()") + ")";
		String clients = " from pg_stat_activity where backend_type = 'client backend' and " + others;
		Map<Figure, String> questions = new LinkedHashMap<>();
		for (String type : List.of("BufferPin", "Client", "Extension", "IO", "IPC", "Lock", "LWLock", "Timeout")) {
			questions.put(Figure.of(DatabaseMeter.SESSIONS_WAITING, type),
					"select count(*)" + clients + " and wait_event_type = '" + type + "'");
		}
		questions.put(Figure.of(DatabaseMeter.SESSIONS_WAITING, "unknown"), "select 0");
		questions.put(Figure.of(DatabaseMeter.TRANSACTION_IDLE_OLDEST),
				"select extract(epoch from max(clock_timestamp() - xact_start))" + clients
						+ " and state = 'idle in transaction'");
		questions.put(Figure.of(DatabaseMeter.LOCK_WAIT_OLDEST),
				"select extract(epoch from max(clock_timestamp() - waitstart)) from pg_locks where not granted");
		for (String mode : List.of("AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock",
				"ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock", "SIReadLock")) {
			for (String granted : List.of("true", "false")) {
				questions.put(Figure.of(PostgresMeter.LOCKS, mode, granted),
						"select count(*) from pg_locks where mode = '" + mode + "' and granted = " + granted
								+ " and (pid is null or " + others + ")");
			}
		}
		questions.put(Figure.of(DatabaseMeter.TRANSACTIONS, "commit"), "select xact_commit" + DATABASE);
		questions.put(Figure.of(DatabaseMeter.TRANSACTIONS, "rollback"), "select xact_rollback" + DATABASE);
		questions.put(Figure.of(DatabaseMeter.DEADLOCKS), "select deadlocks" + DATABASE);
		questions.put(Figure.of(DatabaseMeter.ROWS, "fetch"), "select tup_fetched" + DATABASE);
		questions.put(Figure.of(DatabaseMeter.ROWS, "insert"), "select tup_inserted" + DATABASE);
		questions.put(Figure.of(DatabaseMeter.ROWS, "update"), "select tup_updated" + DATABASE);
		questions.put(Figure.of(DatabaseMeter.ROWS, "delete"), "select tup_deleted" + DATABASE);
		questions.put(Figure.of(PostgresMeter.BLOCKS, "hit"), "select blks_hit" + DATABASE);
		questions.put(Figure.of(PostgresMeter.BLOCKS, "read"), "select blks_read" + DATABASE);
		questions.put(Figure.of(PostgresMeter.TEMP_FILES), "select temp_files" + DATABASE);
		questions.put(Figure.of(PostgresMeter.TEMP_WRITTEN), "select temp_bytes" + DATABASE);
		questions.put(Figure.of(PostgresMeter.WAL_GENERATED), "select wal_bytes from pg_stat_wal");
		questions.put(Figure.of(PostgresMeter.ARCHIVE_FAILURES), "select failed_count from pg_stat_archiver");
		questions.put(Figure.of(PostgresMeter.XMIN_AGE),
				"select max(age(xid)) from (select transaction as xid from pg_prepared_xacts"
						+ " union all select backend_xmin from pg_stat_activity where " + others
						+ " union all select xmin from pg_replication_slots) xids");
		questions.put(Figure.of(PostgresMeter.AUTOVACUUM_RUNNING),
				"select count(*) from pg_stat_activity where backend_type = 'autovacuum worker'");
		questions.put(Figure.of(PostgresMeter.REPLICATION_LAG), "select count(*) from pg_stat_replication");
		questions.put(Figure.of(PostgresMeter.REPLICATION_LAG_BYTES), "select count(*) from pg_stat_replication");
		questions.put(Figure.of(PostgresMeter.SLOT_RETAINED),
				"select pg_current_wal_lsn() - restart_lsn from pg_replication_slots where slot_name = 'left_behind'");
		questions.put(Figure.of(PostgresMeter.SLOTS_INACTIVE),
				"select count(*) from pg_replication_slots where active_pid is null");
		questions.put(Figure.of(PostgresMeter.BUFFERS_WRITTEN, "background-writer"),
				"select buffers_clean from pg_stat_bgwriter");
		long version = this.database.number("select current_setting('server_version_num')::int / 10000");
		questions.put(Figure.of(PostgresMeter.CHECKPOINTS, "timed"), (version < 17)
				? "select checkpoints_timed from pg_stat_bgwriter" : "select num_timed from pg_stat_checkpointer");
		questions.put(Figure.of(PostgresMeter.CHECKPOINTS, "requested"), (version < 17)
				? "select checkpoints_req from pg_stat_bgwriter" : "select num_requested from pg_stat_checkpointer");
		questions.put(Figure.of(PostgresMeter.BUFFERS_WRITTEN, "checkpointer"),
				(version < 17) ? "select buffers_checkpoint from pg_stat_bgwriter"
						: "select buffers_written from pg_stat_checkpointer");
		questions.put(Figure.of(PostgresMeter.BUFFERS_WRITTEN, "backend"), backendBuffers(version));
		return questions;
	}

	private static String backendBuffers(long version) {
		if (version < 17) {
			return "select buffers_backend from pg_stat_bgwriter";
		}
		String blocks = (version < 18) ? "coalesce(sum(writes), 0) + coalesce(sum(extends), 0)"
				: "(coalesce(sum(write_bytes), 0) + coalesce(sum(extend_bytes), 0)) / 8192";
		return "select " + blocks + " from pg_stat_io where object = 'relation' and backend_type <> 'checkpointer'"
				+ " and backend_type <> 'background writer'";
	}

	/** Each on the same connection, which makes as little noise as it can. */
	private Map<Figure, Double> answers(Map<Figure, String> questions) throws SQLException {
		Map<Figure, Double> answers = new LinkedHashMap<>();
		try (Connection connection = this.database.connect()) {
			for (Map.Entry<Figure, String> question : questions.entrySet()) {
				answers.put(question.getKey(), number(connection, question.getValue()));
			}
		}
		return answers;
	}

	private static double number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getDouble(1);
		}
	}

	private Connection open() throws SQLException {
		Connection connection = this.database.connect();
		this.connections.add(connection);
		return connection;
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** Waits for a lock until it gets it, or until its connection ends. */
	private Thread start(Connection connection, String sql) {
		Thread thread = new Thread(() -> {
			try {
				execute(connection, sql);
			}
			catch (SQLException ex) {
				assertThat(ex.getSQLState()).isIn("40P01", "08006", "08003", "57P01");
			}
		});
		this.waiting.add(thread);
		thread.start();
		return thread;
	}

}
