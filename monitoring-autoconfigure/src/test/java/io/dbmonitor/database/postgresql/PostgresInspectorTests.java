package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.Session;
import io.dbmonitor.datasource.postgresql.PostgresSessionIds;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the inspector finds is what the server itself says, on every version.
 */
@PostgresTest
@Tag("postgres-versions")
@Proves(area = Proves.Area.DATABASES, subject = "PostgreSQL 14 to 18",
		note = "state of the database, sessions, rights; checked on the oldest and the newest")
class PostgresInspectorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final PostgresInspector inspector = new PostgresInspector(new PostgresSessionIds());

	private final PostgresDatabase database;

	PostgresInspectorTests(PostgresDatabase database) {
		this.database = database;
	}

	@Test
	void identifiesTheServer() throws SQLException {
		try (Connection connection = this.database.connect()) {
			DatabaseIdentity identity = this.inspector.identify(connection);
			assertThat(identity.version()).startsWith(System.getProperty("dbmonitor.test.postgres.version"));
			assertThat(identity.maxSessions())
				.isEqualTo(this.database.number("select current_setting('max_connections')::int"));
			assertThat(identity.missingPrivileges()).isEmpty();
		}
	}

	@Test
	void countsSessionsAsTheServerDoes() throws SQLException {
		try (Connection monitor = this.database.connect();
				Connection active = this.database.connect();
				Connection inTransaction = this.database.connect();
				Connection failed = this.database.connect()) {
			begin(inTransaction, "select 1");
			begin(failed, "select 1/0");
			Thread sleeper = new Thread(() -> execute(active, "select pg_sleep(60)"));
			sleeper.start();
			try {
				await().until(() -> sample(monitor).sessionsByState().getOrDefault("active", 0) >= 2);
				// Whoever asked before can still be about to leave
				await().untilAsserted(() -> assertThatTheServerCountsAlike(monitor));
			}
			finally {
				active.abort(Runnable::run);
				join(sleeper);
			}
		}
	}

	private void assertThatTheServerCountsAlike(Connection monitor) throws SQLException {
		Map<String, Integer> states = sample(monitor).sessionsByState();
		// The monitor was active when it looked and is idle now; who asks now came later
		long monitorPid = pid(monitor);
		for (String state : states.keySet()) {
			long others = this.database.number("select count(*) from pg_stat_activity where state = '" + state
					+ "' and backend_type = 'client backend' and pid not in (pg_backend_pid(), " + monitorPid + ")");
			assertThat(states.get(state)).as(state).isEqualTo((int) others + (state.equals("active") ? 1 : 0));
		}
		assertThat(states).containsEntry("idle in transaction", 1).containsEntry("idle in transaction (aborted)", 1);
	}

	@Test
	void tellsWhoBlocksWhom() throws SQLException {
		this.database.execute("create table contended as select 1 as id");
		try (Connection monitor = this.database.connect();
				Connection holder = this.database.connect();
				Connection waiter = this.database.connect()) {
			begin(holder, "update contended set id = 2");
			Thread waiting = new Thread(() -> execute(waiter, "update contended set id = 3"));
			waiting.start();
			try {
				await().until(() -> sample(monitor).blocked() == 1);
				Session blocked = sample(monitor).activity()
					.sessions()
					.stream()
					.filter((session) -> !session.blockedBy().isEmpty())
					.findFirst()
					.orElseThrow();
				assertThat(blocked.waitEventType()).isEqualTo("Lock");
				assertThat(blocked.blockedBy()).containsExactly(pid(holder));
				assertThat(blocked.querySeconds()).isNotNull().isPositive();
			}
			finally {
				holder.rollback();
				join(waiting);
			}
		}
	}

	@Test
	void replicationIsPartOfAQueueButNoClient() throws SQLException {
		this.database.execute("create table replicated as select 1 as id");
		PostgresDatabase replication = new PostgresDatabase(
				this.database.url() + "?replication=database&preferQueryMode=simple&assumeMinServerVersion=14",
				this.database.username(), this.database.password());
		try (Connection monitor = this.database.connect();
				Connection holder = this.database.connect();
				Connection sender = replication.connect();
				Connection waiter = this.database.connect()) {
			int clients = sample(monitor).activity().clients().size();
			assertThat(sample(monitor).activity().sessions()).hasSize(clients);
			begin(holder, "lock table replicated in share mode");
			int senderPid = pid(sender);
			Thread sending = new Thread(() -> execute(sender, "lock table replicated in access exclusive mode"));
			sender.setAutoCommit(false);
			sending.start();
			await().until(() -> sample(monitor).activity().sessions().size() > clients);
			Thread waiting = new Thread(() -> execute(waiter, "lock table replicated in share mode"));
			waiter.setAutoCommit(false);
			waiting.start();
			try {
				await().until(() -> sample(monitor).blocked() == 1);
				DatabaseSnapshot sample = sample(monitor);
				assertThat(sample.activity().sessions()).filteredOn((session) -> !session.isClient())
					.singleElement()
					.satisfies((session) -> {
						assertThat(session.pid()).isEqualTo(senderPid);
						assertThat(session.backendType()).isEqualTo("walsender");
						assertThat(session.blockedBy()).containsExactly(pid(holder));
						assertThat(session.lockWait()).isNotNull();
					});
				assertThat(sample.activity().clients()).hasSize(clients)
					.filteredOn((session) -> !session.blockedBy().isEmpty())
					.singleElement()
					.satisfies((session) -> assertThat(session.blockedBy()).contains(senderPid));
				assertThat(sample.sessionsByState().values().stream().mapToInt(Integer::intValue).sum())
					.isEqualTo(clients);
			}
			finally {
				holder.rollback();
				join(sending);
				sender.rollback();
				join(waiting);
			}
		}
	}

	@Test
	void tellsTheAgeOfTheOldestTransactionWithoutItsOwn() throws SQLException {
		try (Connection monitor = this.database.connect(); Connection open = this.database.connect()) {
			assertThat(sample(monitor).oldestTransactionSeconds()).isZero();
			begin(open, "select 1");
			double before = seconds(open);
			double sampled = sample(monitor).oldestTransactionSeconds();
			assertThat(sampled).isBetween(before, seconds(open));
		}
	}

	private DatabaseSnapshot sample(Connection monitor) throws SQLException {
		DatabaseIdentity identity = this.inspector.identify(monitor);
		ActivitySample activity = this.inspector.sample(monitor, TIMEOUT);
		monitor.setAutoCommit(true);
		return new DatabaseSnapshot(Instant.now(), Duration.ZERO, identity, activity);
	}

	private double seconds(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var result = statement.executeQuery("select extract(epoch from clock_timestamp() - now())")) {
			result.next();
			return result.getDouble(1);
		}
	}

	private static int pid(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var result = statement.executeQuery("select pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	private static void begin(Connection connection, String sql) throws SQLException {
		connection.setAutoCommit(false);
		execute(connection, sql);
	}

	/** The failure of a statement is what some of these tests are about. */
	private static void execute(Connection connection, String sql) {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			assertThat(ex.getSQLState()).isIn("22012", "08006", "57P01", "08003", "57014");
		}
	}

	private static void join(Thread thread) {
		await().until(() -> !thread.isAlive());
	}

}
