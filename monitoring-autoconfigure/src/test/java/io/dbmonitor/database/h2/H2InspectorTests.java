package io.dbmonitor.database.h2;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.MissingPrivilege;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.SessionPrivilegeException;
import io.dbmonitor.datasource.h2.H2SessionIds;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the inspector says of H2.
 */
@Proves(area = Proves.Area.DATABASES, subject = "Sessions of H2",
		note = "states, who waits for whom, control; no age of transactions")
class H2InspectorTests {

	private static final String URL = "jdbc:h2:mem:inspected;LOCK_TIMEOUT=20000";

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final H2Inspector inspector = new H2Inspector();

	private final Connection monitor = connect("sa");

	@BeforeEach
	void createTable() throws SQLException {
		execute(this.monitor, "create table gadget (id int primary key, name varchar)");
		execute(this.monitor, "insert into gadget values (1, 'one')");
	}

	@AfterEach
	void close() throws SQLException {
		this.threads.shutdownNow();
		execute(this.monitor, "shutdown");
	}

	@Test
	void identityIsTheDatabases() throws SQLException {
		DatabaseIdentity identity = this.inspector.identify(this.monitor);
		assertThat(this.monitor.getMetaData().getDatabaseProductVersion()).startsWith(identity.version());
		assertThat(identity.missingPrivileges()).isEmpty();
		assertThat(sample().ownPid()).isEqualTo(id(this.monitor));
	}

	@Test
	void statesAndBlockersAreTold() throws Exception {
		try (Connection first = connect("sa"); Connection second = connect("sa"); Connection idle = connect("sa")) {
			first.setAutoCommit(false);
			execute(first, "update gadget set name = 'first'");
			Future<?> waiting = this.threads.submit(() -> execute(second, "update gadget set name = 'second'"));
			Session blocked = find(Session::isBlocked);
			assertThat(blocked.pid()).isEqualTo(id(second));
			assertThat(blocked.blockedBy()).containsExactly(id(first));
			assertThat(blocked.state()).isEqualTo("active");
			assertThat(blocked.query()).isEqualTo("update gadget set name = 'second'");
			assertThat(blocked.querySeconds()).isBetween(0.0, 10.0);
			assertThat(blocked.backendStart()).isBetween(Instant.now().minusSeconds(60), Instant.now());
			Session blocker = find((session) -> session.pid() == id(first));
			assertThat(blocker.state()).isEqualTo("idle in transaction");
			assertThat(blocker.transactionSeconds()).isNull();
			assertThat(find((session) -> session.pid() == id(idle)).state()).isEqualTo("idle");
			first.rollback();
			waiting.get();
		}
	}

	@Test
	void onlyWhatWasMeantIsEnded() throws Exception {
		try (Connection busy = connect("sa"); Connection idle = connect("sa")) {
			Future<?> counting = this.threads.submit(() -> execute(busy,
					"select max(a.x + b.x) from system_range(1, 1000000) a, system_range(1, 1000000) b"));
			Session found = find((session) -> session.pid() == id(busy) && "active".equals(session.state()));
			Instant since = Objects.requireNonNull(found.backendStart());
			assertThat(act(SessionAction.CANCEL, busy, since.minusSeconds(9))).isFalse();
			assertThat(act(SessionAction.CANCEL, busy, since)).isTrue();
			assertThatThrownBy(counting::get).hasMessageContaining("canceled");
			Session other = find((session) -> session.pid() == id(idle));
			assertThat(act(SessionAction.TERMINATE, idle, Objects.requireNonNull(other.backendStart()))).isTrue();
			await().until(() -> sample().sessions().stream().noneMatch((session) -> session.pid() == other.pid()));
		}
	}

	private boolean act(SessionAction action, Connection connection, Instant since) throws SQLException {
		return this.inspector.act(this.monitor, action, id(connection), since);
	}

	@Test
	void whoIsNoAdministratorSeesHimself() throws SQLException {
		execute(this.monitor, "create user watching password ''");
		try (Connection connection = connect("watching"); Connection other = connect("sa")) {
			DatabaseIdentity identity = this.inspector.identify(connection);
			assertThat(identity.missingPrivileges()).extracting(MissingPrivilege::privilege).containsExactly("ADMIN");
			ActivitySample sample = this.inspector.sample(connection, TIMEOUT);
			assertThat(sample.sessions()).extracting(Session::pid).containsExactly(id(connection));
			assertThat(sample.sessions()).doesNotContain(find((session) -> session.pid() == id(other)));
			assertThatThrownBy(() -> this.inspector.act(connection, SessionAction.TERMINATE, id(connection),
					sample.serverStartedAt()))
				.isInstanceOf(SessionPrivilegeException.class);
			execute(this.monitor, identity.missingPrivileges().get(0).remedy());
		}
		try (Connection connection = connect("watching")) {
			assertThat(this.inspector.identify(connection).missingPrivileges()).isEmpty();
		}
	}

	@Test
	void nothingIsToldOfWhatIsNotKnown() throws SQLException {
		assertThat(sample().figures().values()).containsEntry(Figure.of(DatabaseMeter.TRANSACTION_OLDEST), Double.NaN);
		assertThat(this.inspector.examine(this.monitor, TIMEOUT)).isEmpty();
	}

	private ActivitySample sample() throws SQLException {
		return this.inspector.sample(this.monitor, TIMEOUT);
	}

	private Session find(Predicate<Session> which) {
		return await().until(() -> sample().clients().stream().filter(which).findFirst().orElse(null),
				Objects::nonNull);
	}

	private static Connection connect(String user) {
		try {
			return DriverManager.getConnection(URL, user, "");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int id(Connection connection) {
		try {
			return Objects.requireNonNull(new H2SessionIds().find(connection));
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

}
