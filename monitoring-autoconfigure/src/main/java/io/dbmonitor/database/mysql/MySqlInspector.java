package io.dbmonitor.database.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseInspector;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.LockWait;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.SessionFigures;
import io.dbmonitor.database.SessionPrivilegeException;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.datasource.SessionIds;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Inspects MariaDB and MySQL. Their counters are those of the whole server, whose numbers
 * of sessions are not given twice while it runs.
 */
public final class MySqlInspector implements DatabaseInspector {

	private static final List<String> WAIT_CLASSES = List.of("Client", "Lock");

	private static final String IDENTITY = "select version(), @@max_connections, connection_id()";

	private static final String FOUND = """
			select command from information_schema.processlist
			where id = ? and (%s) = ? and command not in ('Daemon', 'Binlog Dump', 'Binlog Dump GTID')
			""";

	/** {@code ER_NO_SUCH_THREAD}. */
	private static final int GONE = 1094;

	/** {@code ER_KILL_DENIED_ERROR}. */
	private static final int KILL_DENIED = 1095;

	private final SessionIds sessionIds;

	/**
	 * Make an inspector.
	 * @param sessionIds tells what the driver takes for a session's number
	 */
	public MySqlInspector(SessionIds sessionIds) {
		this.sessionIds = sessionIds;
	}

	@Override
	public boolean supports(DatabaseDriver driver) {
		return driver == DatabaseDriver.MARIADB || driver == DatabaseDriver.MYSQL;
	}

	/** The same names in either's driver, in milliseconds. */
	@Override
	public Map<String, String> connectionProperties(Duration timeout) {
		return Map.of("connectTimeout", String.valueOf(timeout.toMillis()), "socketTimeout",
				String.valueOf(timeout.plusSeconds(2).toMillis()), "connectionAttributes", "program_name:dbmonitor");
	}

	@Override
	public DatabaseIdentity identify(Connection connection) throws SQLException {
		Variant variant = Variant.of(connection);
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(IDENTITY)) {
			row.next();
			String version = row.getString(1);
			int maxSessions = row.getInt(2);
			Integer told = this.sessionIds.find(connection);
			boolean behindPooler = told != null && told != (int) row.getLong(3);
			return new DatabaseIdentity(variant.product(), version, SessionsQuestion.STATES, maxSessions,
					Rights.missing(statement, variant), Rights.missingExtensions(statement), behindPooler);
		}
	}

	@Override
	public ActivitySample sample(Connection connection, Duration timeout) throws SQLException {
		Variant variant = Variant.of(connection);
		MySqlInterview interview = new MySqlInterview(connection, timeout, variant);
		interview.prepare();
		try (Statement statement = connection.createStatement()) {
			Instant startedAt = startedAt(statement, variant);
			SessionsQuestion question = new SessionsQuestion(statement, variant);
			List<Session> sessions = question.ask();
			List<Session> clients = sessions.stream().filter(Session::isClient).toList();
			interview.add(SessionFigures.of(clients, WAIT_CLASSES));
			interview.add(Map.of(Figure.of(DatabaseMeter.LOCK_WAIT_OLDEST), longestWait(clients)));
			if (!question.transactionsTold()) {
				interview.add(Map.of(Figure.of(DatabaseMeter.SESSIONS_BLOCKED), Double.NaN,
						Figure.of(DatabaseMeter.TRANSACTION_OLDEST), Double.NaN,
						Figure.of(DatabaseMeter.TRANSACTION_IDLE_OLDEST), Double.NaN,
						Figure.of(DatabaseMeter.LOCK_WAIT_OLDEST), Double.NaN));
			}
			interview.ask(new StatusQuestion(variant));
			interview.ask(new InnodbQuestion());
			interview.ask(new ReplicationQuestion(variant));
			return new ActivitySample(sessions, ownPid(statement), startedAt, interview.figures());
		}
	}

	private static double longestWait(List<Session> sessions) {
		return sessions.stream()
			.map(Session::lockWait)
			.filter(Objects::nonNull)
			.map(LockWait::seconds)
			.filter(Objects::nonNull)
			.mapToDouble(Double::doubleValue)
			.max()
			.orElse(0);
	}

	private static int ownPid(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("select connection_id()")) {
			row.next();
			return (int) row.getLong(1);
		}
	}

	private static Instant startedAt(Statement statement, Variant variant) throws SQLException {
		try (ResultSet row = statement.executeQuery(variant.startedAt())) {
			row.next();
			return Instant.ofEpochSecond(row.getLong(1));
		}
	}

	@Override
	public Optional<StorageSample> examine(Connection connection, Duration timeout) throws SQLException {
		return HeavyTier.examine(connection, timeout, Variant.of(connection));
	}

	/** A session that sleeps would lose the next statement instead. */
	@Override
	public boolean act(Connection connection, SessionAction action, int pid, Instant since) throws SQLException {
		String command = command(connection, pid, since);
		if (command == null || (action == SessionAction.CANCEL && "Sleep".equals(command))) {
			return false;
		}
		try (Statement statement = connection.createStatement()) {
			statement.execute(kill(action, pid));
			return true;
		}
		catch (SQLException ex) {
			switch (ex.getErrorCode()) {
				case GONE -> {
					return false;
				}
				case KILL_DENIED -> throw new SessionPrivilegeException(
						"for other users' sessions it takes CONNECTION ADMIN, on MySQL CONNECTION_ADMIN.", ex);
				default -> throw ex;
			}
		}
	}

	/** The server's numbers have no sign, and as many bits as an {@code int}. */
	static String kill(SessionAction action, int pid) {
		return switch (action) {
			case CANCEL -> "kill query " + Integer.toUnsignedString(pid);
			case TERMINATE -> "kill connection " + Integer.toUnsignedString(pid);
		};
	}

	private static @Nullable String command(Connection connection, int pid, Instant since) throws SQLException {
		String sql = FOUND.formatted(Variant.of(connection).startedAt());
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setLong(1, Integer.toUnsignedLong(pid));
			statement.setLong(2, since.getEpochSecond());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? row.getString(1) : null;
			}
		}
	}

}
