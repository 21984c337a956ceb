package io.dbmonitor.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.IndexHealth;
import io.dbmonitor.database.MissingPrivilege;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.SessionPrivilegeException;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.TableHealth;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.datasource.mysql.MariaDbSessionIds;
import io.dbmonitor.datasource.mysql.MySqlSessionIds;
import io.dbmonitor.testing.MariaDbDatabase;
import io.dbmonitor.testing.MariaDbServer;
import io.dbmonitor.testing.MariaDbTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the inspector says of a real MariaDB, compared with what the server says.
 */
@MariaDbTest
class MySqlInspectorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final SessionIds SESSION_IDS = SessionIds
		.firstOf(List.of(new MariaDbSessionIds(), new MySqlSessionIds()));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final MySqlInspector inspector = new MySqlInspector(SESSION_IDS);

	private final MariaDbDatabase database;

	private Connection monitor;

	MySqlInspectorTests(MariaDbDatabase database) throws SQLException {
		this.database = database;
		this.monitor = database.connect();
	}

	@BeforeAll
	static void createTable(MariaDbDatabase database) throws SQLException {
		database.execute("create table gadget (id int primary key, name varchar(50))");
		database.execute("insert into gadget values (1, 'one'), (2, 'two')");
	}

	@BeforeEach
	void unlocked() throws SQLException {
		this.database.execute("update gadget set name = 'as before'");
	}

	@AfterEach
	void close() throws SQLException {
		this.threads.shutdownNow();
		this.monitor.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void identityIsTheServersByEitherDriver(boolean mySqlDriver) throws SQLException {
		MariaDbDatabase database = mySqlDriver ? this.database.throughMySqlDriver() : this.database;
		try (Connection connection = database.connect()) {
			DatabaseIdentity identity = this.inspector.identify(connection);
			assertThat(identity.product()).isEqualTo("MariaDB");
			assertThat(identity.version()).isEqualTo(text("select version()"));
			assertThat(Objects.requireNonNull(identity.maxSessions()).longValue())
				.isEqualTo(this.database.number("select @@max_connections"));
			assertThat(identity.missingPrivileges()).isEmpty();
			assertThat(identity.missingExtensions()).isEmpty();
			assertThat(identity.behindPooler()).isFalse();
			ActivitySample sample = this.inspector.sample(connection, TIMEOUT);
			assertThat(sample.ownPid()).isEqualTo(id(connection));
			assertThat(sample.figures().unread()).isEmpty();
			assertThat(this.inspector.examine(connection, TIMEOUT).orElseThrow().figures().unread()).isEmpty();
		}
	}

	@Test
	void serversStartIsTheSameInEachSample() throws SQLException {
		Instant startedAt = sample().serverStartedAt();
		long uptime = this.database
			.number("select variable_value from information_schema.global_status where variable_name = 'UPTIME'");
		assertThat(Duration.between(startedAt.plusSeconds(uptime), Instant.now()).abs())
			.isLessThan(Duration.ofSeconds(3));
		for (int i = 0; i < 5; i++) {
			assertThat(sample().serverStartedAt()).isEqualTo(startedAt);
		}
	}

	@Test
	void statesAreThoseOfTransactions() throws Exception {
		try (Connection idle = this.database.connect();
				Connection inTransaction = this.database.connect();
				Connection busy = this.database.connect()) {
			inTransaction.setAutoCommit(false);
			execute(inTransaction, "update gadget set name = 'x' where id = 1");
			Future<?> sleeping = this.threads.submit(() -> execute(busy, "select sleep(3) as of_the_busy_one"));
			Session active = find((session) -> session.pid() == id(busy) && session.querySeconds() != null);
			assertThat(active.state()).isEqualTo("active");
			assertThat(active.query()).contains("of_the_busy_one");
			assertThat(active.user()).isEqualTo(this.database.username());
			assertThat(active.client()).startsWith("127.0.0.1:");
			Session waiting = find((session) -> session.pid() == id(inTransaction));
			assertThat(waiting.state()).isEqualTo("idle in transaction");
			assertThat(waiting.transactionSeconds()).isBetween(0.0, 5.0);
			assertThat(waiting.waitEventType()).isEqualTo("Client");
			assertThat(find((session) -> session.pid() == id(idle)).state()).isEqualTo("idle");
			assertThat(value(DatabaseMeter.TRANSACTION_IDLE_OLDEST)).isBetween(0.0, 5.0);
			execute(this.monitor, "kill query " + id(busy));
			assertThatThrownBy(sleeping::get).hasMessageContaining("interrupted");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "MARIADB", "MYSQL" })
	void whoWaitsForARowIsTold(String variant) throws Exception {
		try (Connection first = this.database.connect(); Connection second = this.database.connect()) {
			first.setAutoCommit(false);
			execute(first, "update gadget set name = 'first' where id = 2");
			Future<?> waiting = this.threads.submit(() -> execute(second, "update gadget set name = 'b' where id = 2"));
			Session blocked = find(Session::isBlocked);
			assertThat(blocked.pid()).isEqualTo(id(second));
			assertThat(blocked.blockedBy()).containsExactly(id(first));
			assertThat(blocked.waitEventType()).isEqualTo("Lock");
			assertThat(Objects.requireNonNull(blocked.lockWait()).mode()).startsWith("X");
			assertThat(blocked.lockWait().relation()).isEqualTo("gadget");
			assertThat(blocked.lockWait().seconds()).isBetween(0.0, 10.0);
			assertThat(value(DatabaseMeter.LOCK_WAIT_OLDEST)).isBetween(0.0, 10.0);
			// MySQL tells it in a view that MariaDB has too
			try (Statement statement = this.monitor.createStatement()) {
				Waits waits = new Waits(statement);
				waits.readRows(Variant.valueOf(variant));
				assertThat(waits.blockers(id(second))).containsExactly(id(first));
				assertThat(waits.of(id(second), null, null, this.monitor.getCatalog()).relation()).isEqualTo("gadget");
			}
			first.rollback();
			waiting.get();
		}
	}

	@Test
	void whoWaitsForATableIsTold() throws Exception {
		try (Connection reader = this.database.connect();
				Connection altering = this.database.connect();
				Connection behind = this.database.connect()) {
			reader.setAutoCommit(false);
			execute(reader, "select * from gadget");
			Future<?> alter = this.threads.submit(() -> execute(altering, "alter table gadget add column extra int"));
			Session first = find((session) -> session.pid() == id(altering) && session.isBlocked());
			assertThat(first.blockedBy()).containsExactly(id(reader));
			assertThat(first.waitEvent()).isEqualTo("Waiting for table metadata lock");
			assertThat(Objects.requireNonNull(first.lockWait()).mode()).isEqualTo("EXCLUSIVE");
			assertThat(first.lockWait().relation()).isEqualTo("gadget");
			Future<?> select = this.threads.submit(() -> execute(behind, "select count(*) from gadget"));
			Session second = find((session) -> session.pid() == id(behind) && session.isBlocked());
			assertThat(second.blockedBy()).contains(id(altering));
			reader.commit();
			alter.get();
			select.get();
		}
		finally {
			this.database.execute("alter table gadget drop column if exists extra");
		}
	}

	@Test
	void whoWaitsBehindALockOfATableIsTold() throws Exception {
		try (Connection reader = this.database.connect();
				Connection locking = this.database.connect();
				Connection behind = this.database.connect()) {
			reader.setAutoCommit(false);
			execute(reader, "select * from gadget");
			Future<?> lock = this.threads.submit(() -> execute(locking, "lock tables gadget write"));
			Session first = find((session) -> session.pid() == id(locking) && session.isBlocked());
			assertThat(first.blockedBy()).containsExactly(id(reader));
			assertThat(Objects.requireNonNull(first.lockWait()).mode()).isEqualTo("SHARED_NO_READ_WRITE");
			Future<?> select = this.threads.submit(() -> execute(behind, "select count(*) from gadget"));
			Session second = find((session) -> session.pid() == id(behind) && session.isBlocked());
			assertThat(second.blockedBy()).containsExactly(id(locking));
			reader.commit();
			lock.get();
			execute(locking, "unlock tables");
			select.get();
		}
	}

	@Test
	void eachSourceOfAReplicaCounts() throws SQLException {
		execute(this.monitor, "change master 'other' to master_host = '127.0.0.1', master_port = 1");
		try {
			assertThat(sample().figures().values()).containsEntry(Figure.of(MySqlMeter.REPLICATION_LAG), Double.NaN);
		}
		finally {
			execute(this.monitor, "reset replica 'other' all");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void numbersOfSessionsHaveNoSign(boolean mySqlDriver) throws SQLException {
		MariaDbDatabase database = mySqlDriver ? this.database.throughMySqlDriver() : this.database;
		try (Connection connection = database.connect()) {
			execute(connection, "set pseudo_thread_id = 4000000000");
			int pid = this.inspector.sample(connection, TIMEOUT).ownPid();
			assertThat(Integer.toUnsignedLong(pid)).isEqualTo(4000000000L);
			assertThat(this.inspector.identify(connection).behindPooler()).isTrue();
			assertThat(this.inspector.act(connection, SessionAction.TERMINATE, pid, sample().serverStartedAt()))
				.isFalse();
			assertThat(MySqlInspector.kill(SessionAction.CANCEL, pid)).isEqualTo("kill query 4000000000");
			assertThat(MySqlInspector.kill(SessionAction.TERMINATE, pid)).isEqualTo("kill connection 4000000000");
		}
	}

	/** MySQL before 8.0.22 does not know {@code show replica status}. */
	@Test
	void whatTheServerDoesNotKnowIsUntold() {
		assertThatThrownBy(() -> execute(this.monitor, "show nobodys status"))
			.isInstanceOfSatisfying(SQLException.class, (ex) -> {
				assertThat(Rights.isUntold(ex)).isTrue();
				assertThat(Rights.isDenied(ex)).isFalse();
			});
		assertThatThrownBy(() -> execute(this.monitor, "select * from gadget where nothing = 1"))
			.isInstanceOfSatisfying(SQLException.class, (ex) -> assertThat(Rights.isUntold(ex)).isFalse());
	}

	@Test
	void onlyWhatWasMeantIsEnded() throws Exception {
		Instant since = sample().serverStartedAt();
		try (Connection busy = this.database.connect(); Connection idle = this.database.connect()) {
			Future<?> sleeping = this.threads.submit(() -> execute(busy, "select sleep(30)"));
			find((session) -> session.pid() == id(busy) && "active".equals(session.state()));
			assertThat(act(SessionAction.CANCEL, busy, since.minusSeconds(60))).isFalse();
			assertThat(act(SessionAction.CANCEL, busy, since)).isTrue();
			assertThatThrownBy(sleeping::get).hasMessageContaining("interrupted");
			assertThat(act(SessionAction.CANCEL, idle, since)).isFalse();
			assertThat(act(SessionAction.TERMINATE, idle, since)).isTrue();
			await().until(() -> !idle.isValid(1));
			assertThat(this.inspector.act(this.monitor, SessionAction.TERMINATE, Integer.MAX_VALUE, since)).isFalse();
		}
	}

	@Test
	void whatTheUserMayNotSeeIsUnknown() throws Exception {
		this.database.execute("create user watching@'%' identified by 'watching'");
		this.database.execute("grant select on " + this.monitor.getCatalog() + ".* to watching@'%'");
		try {
			MariaDbDatabase restricted = this.database.as("watching", "watching");
			try (Connection connection = restricted.connect()) {
				DatabaseIdentity identity = this.inspector.identify(connection);
				assertThat(identity.missingPrivileges()).extracting(MissingPrivilege::privilege)
					.containsExactly("PROCESS", "SELECT ON performance_schema.*", "REPLICA MONITOR");
				ActivitySample sample = this.inspector.sample(connection, TIMEOUT);
				assertThat(sample.figures().unread()).isEmpty();
				assertThat(sample.figures().values())
					.containsEntry(Figure.of(DatabaseMeter.SESSIONS_BLOCKED), Double.NaN)
					.containsEntry(Figure.of(DatabaseMeter.TRANSACTION_OLDEST), Double.NaN)
					.doesNotContainKey(Figure.of(DatabaseMeter.DEADLOCKS))
					.doesNotContainKey(Figure.of(MySqlMeter.REPLICATION_LAG));
				StorageSample storage = this.inspector.examine(connection, TIMEOUT).orElseThrow();
				assertThat(storage.figures().unread()).isEmpty();
				assertThat(storage.tables()).extracting(TableHealth::name).containsExactly("gadget");
				assertThat(storage.tables().get(0).inserted()).isNull();
				assertThat(storage.indexes()).extracting(IndexHealth::name).containsExactly("PRIMARY");
				assertThat(storage.figures().values()).containsKey(Figure.of(MySqlMeter.INDEXES, "duplicate"))
					.doesNotContainKey(Figure.of(MySqlMeter.INDEXES, "unused"));
				for (MissingPrivilege missing : identity.missingPrivileges()) {
					this.database.execute(missing.remedy());
				}
			}
			try (Connection connection = restricted.connect()) {
				assertThat(this.inspector.identify(connection).missingPrivileges()).isEmpty();
				ActivitySample sample = this.inspector.sample(connection, TIMEOUT);
				assertThat(sample.figures().values()).containsKeys(Figure.of(DatabaseMeter.DEADLOCKS),
						Figure.of(MySqlMeter.REPLICATION_LAG), Figure.of(MySqlMeter.HISTORY_LENGTH));
				assertThat(this.inspector.examine(connection, TIMEOUT).orElseThrow().figures().values())
					.containsKey(Figure.of(MySqlMeter.INDEXES, "unused"));
				assertThatThrownBy(() -> this.inspector.act(connection, SessionAction.TERMINATE, id(this.monitor),
						sample.serverStartedAt()))
					.isInstanceOf(SessionPrivilegeException.class)
					.hasMessageContaining("CONNECTION ADMIN");
			}
		}
		finally {
			this.database.execute("drop user watching@'%'");
		}
	}

	/** By the view and the function of {@code sys}, which MariaDB has too. */
	@Test
	void whoMayNotAskMySqlForWaitsLearnsOfNoBlocker() throws Exception {
		this.database.execute("create user waiting@'%' identified by 'waiting'");
		try {
			this.database.execute("grant process on *.* to waiting@'%'");
			this.database.execute("grant select on " + this.monitor.getCatalog() + ".* to waiting@'%'");
			try (Connection connection = this.database.as("waiting", "waiting").throughMySqlDriver().connect();
					Statement statement = connection.createStatement()) {
				Waits waits = new Waits(statement);
				waits.readRows(Variant.MYSQL);
				assertThat(waits.blockers(id(this.monitor))).isEmpty();
				assertThat(Rights.missing(statement, Variant.MYSQL)).extracting(MissingPrivilege::privilege)
					.contains("SELECT, EXECUTE ON sys.*");
				this.database.execute("grant select on sys.* to waiting@'%'");
				assertThat(Rights.missing(statement, Variant.MYSQL)).extracting(MissingPrivilege::privilege)
					.contains("SELECT, EXECUTE ON sys.*");
				for (MissingPrivilege missing : Rights.missing(statement, Variant.MYSQL)) {
					this.database.execute(missing.remedy());
				}
			}
			try (Connection connection = this.database.as("waiting", "waiting").connect();
					Statement statement = connection.createStatement()) {
				assertThat(Rights.missing(statement, Variant.MYSQL)).extracting(MissingPrivilege::privilege)
					.doesNotContain("SELECT, EXECUTE ON sys.*");
			}
		}
		finally {
			this.database.execute("drop user waiting@'%'");
		}
	}

	@Test
	void countersAreTheServers() throws Exception {
		Map<Figure, Double> before = sample().figures().values();
		try (Connection connection = this.database.connect()) {
			connection.setAutoCommit(false);
			for (int i = 10; i < 30; i++) {
				execute(connection, "insert into gadget values (" + i + ", 'new')");
			}
			connection.commit();
			execute(connection, "update gadget set name = 'newer' where id >= 10");
			connection.rollback();
			execute(connection, "delete from gadget where id >= 10");
			connection.commit();
		}
		deadlock();
		Map<Figure, Double> after = sample().figures().values();
		assertThat(grown(before, after, Figure.of(DatabaseMeter.TRANSACTIONS, "commit"))).isBetween(2.0, 4.0);
		assertThat(grown(before, after, Figure.of(DatabaseMeter.TRANSACTIONS, "rollback"))).isBetween(1.0, 3.0);
		assertThat(grown(before, after, Figure.of(DatabaseMeter.ROWS, "insert"))).isEqualTo(20);
		assertThat(grown(before, after, Figure.of(DatabaseMeter.ROWS, "delete"))).isEqualTo(20);
		assertThat(grown(before, after, Figure.of(DatabaseMeter.ROWS, "update"))).isGreaterThanOrEqualTo(20);
		assertThat(grown(before, after, Figure.of(DatabaseMeter.DEADLOCKS))).isEqualTo(1);
		assertThat(after.get(Figure.of(MySqlMeter.PAGES, "hit"))).isPositive();
		assertThat(after).containsEntry(Figure.of(MySqlMeter.REPLICATION_LAG), 0.0);
	}

	private void deadlock() throws Exception {
		try (Connection first = this.database.connect(); Connection second = this.database.connect()) {
			first.setAutoCommit(false);
			second.setAutoCommit(false);
			execute(first, "update gadget set name = 'a' where id = 1");
			execute(second, "update gadget set name = 'b' where id = 2");
			Future<Boolean> other = this.threads
				.submit(() -> succeeds(first, "update gadget set name = 'a' where id = 2"));
			find(Session::isBlocked);
			boolean one = succeeds(second, "update gadget set name = 'b' where id = 1");
			assertThat(one).isNotEqualTo(other.get());
			first.rollback();
			second.rollback();
		}
	}

	@Test
	void withoutPerformanceSchemaWhoHoldsATableIsUnknown() throws Exception {
		try (MariaDbServer plain = MariaDbServer.start()) {
			MariaDbDatabase database = plain.database("plain");
			plain.database("mysql").execute("create database plain");
			database.execute("create table thing (id int primary key)");
			try (Connection monitor = database.connect();
					Connection reader = database.connect();
					Connection altering = database.connect()) {
				assertThat(this.inspector.identify(monitor).missingExtensions()).singleElement()
					.satisfies((missing) -> assertThat(missing.extension()).isEqualTo("performance_schema"));
				reader.setAutoCommit(false);
				execute(reader, "select * from thing");
				Future<?> alter = this.threads.submit(() -> execute(altering, "alter table thing add column x int"));
				Session blocked = await().until(() -> this.inspector.sample(monitor, TIMEOUT)
					.clients()
					.stream()
					.filter(Session::isBlocked)
					.findFirst()
					.orElse(null), Objects::nonNull);
				assertThat(blocked.pid()).isEqualTo(id(altering));
				assertThat(blocked.blockedBy()).isEmpty();
				assertThat(this.inspector.examine(monitor, TIMEOUT).orElseThrow().figures().unread()).isEmpty();
				reader.commit();
				alter.get();
			}
		}
	}

	private boolean act(SessionAction action, Connection connection, Instant since) throws SQLException {
		return this.inspector.act(this.monitor, action, id(connection), since);
	}

	private ActivitySample sample() throws SQLException {
		return this.inspector.sample(this.monitor, TIMEOUT);
	}

	private double value(DatabaseMeter meter) throws SQLException {
		return Objects.requireNonNull(sample().figures().values().get(Figure.of(meter)));
	}

	private Session find(Predicate<Session> which) {
		return await().until(() -> sample().clients().stream().filter(which).findFirst().orElse(null),
				Objects::nonNull);
	}

	private static double grown(Map<Figure, Double> before, Map<Figure, Double> after, Figure figure) {
		return Objects.requireNonNull(after.get(figure)) - Objects.requireNonNull(before.get(figure));
	}

	private static int id(Connection connection) {
		try {
			return Objects.requireNonNull(SESSION_IDS.find(connection));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
			return null;
		}
	}

	private static boolean succeeds(Connection connection, String sql) {
		try {
			execute(connection, sql);
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private String text(String sql) throws SQLException {
		try (Statement statement = this.monitor.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

}
