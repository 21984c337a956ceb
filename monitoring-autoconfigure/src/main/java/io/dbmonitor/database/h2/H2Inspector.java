package io.dbmonitor.database.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseInspector;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.LockWait;
import io.dbmonitor.database.MissingPrivilege;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.SessionFigures;
import io.dbmonitor.database.SessionPrivilegeException;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.question.Rows;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Inspects H2. It counts nothing, and does not tell when a transaction began or since
 * when a session waits.
 */
public final class H2Inspector implements DatabaseInspector {

	private static final List<String> STATES = List.of("active", "idle", "idle in transaction");

	private static final List<String> WAIT_CLASSES = List.of("Lock");

	private static final String IDENTITY = """
			select h2version(), (select is_admin from information_schema.users where user_name = current_user),
				current_user
			""";

	/** Whoever waits executes a statement. */
	private static final String SESSIONS = """
			select session_id, session_start, user_name, client_info, client_addr,
				case when executing_statement is not null then 'active'
					when contains_uncommitted then 'idle in transaction' else 'idle' end as state,
				blocker_id, extract(epoch from current_timestamp - executing_statement_start) as seconds,
				left(executing_statement, 4096) as statement, session_id() as own
			from information_schema.sessions
			order by session_id
			""";

	private static final String ACT = """
			select %s(session_id) from information_schema.sessions where session_id = ? and session_start = ?
			""";

	/** {@code ADMIN_RIGHTS_REQUIRED}. */
	private static final int ADMIN_RIGHTS_REQUIRED = 90040;

	@Override
	public boolean supports(DatabaseDriver driver) {
		return driver == DatabaseDriver.H2;
	}

	@Override
	public Map<String, String> connectionProperties(Duration timeout) {
		return Map.of();
	}

	@Override
	public DatabaseIdentity identify(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(IDENTITY)) {
			row.next();
			List<MissingPrivilege> missing = row.getBoolean(2) ? List.of()
					: List.of(new MissingPrivilege("ADMIN", "Other sessions are not seen",
							"ALTER USER \"" + row.getString(3).replace("\"", "\"\"") + "\" ADMIN TRUE"));
			return new DatabaseIdentity("H2", row.getString(1), STATES, null, missing, List.of(), false);
		}
	}

	@Override
	public ActivitySample sample(Connection connection, Duration timeout) throws SQLException {
		List<Session> sessions = new ArrayList<>();
		int ownPid = 0;
		Instant ownStart = Instant.EPOCH;
		try (Statement statement = connection.createStatement()) {
			statement.execute("set query_timeout " + timeout.toMillis());
			try (ResultSet row = statement.executeQuery(SESSIONS)) {
				while (row.next()) {
					Session session = session(row);
					sessions.add(session);
					ownPid = row.getInt("own");
					if (session.pid() == ownPid) {
						ownStart = start(row);
					}
				}
			}
		}
		Map<Figure, Double> figures = new HashMap<>(SessionFigures.of(sessions, WAIT_CLASSES));
		figures.put(Figure.of(DatabaseMeter.TRANSACTION_OLDEST), Double.NaN);
		figures.put(Figure.of(DatabaseMeter.TRANSACTION_IDLE_OLDEST), Double.NaN);
		// When the database was opened is not told: at the latest for the monitor
		return new ActivitySample(List.copyOf(sessions), ownPid, ownStart, new Figures(figures, List.of(), Map.of()));
	}

	private static Session session(ResultSet row) throws SQLException {
		int blocker = row.getInt("blocker_id");
		boolean blocked = !row.wasNull();
		return new Session(row.getInt("session_id"), start(row), null, row.getString("user_name"),
				row.getString("client_info"), row.getString("client_addr"), row.getString("state"),
				blocked ? "Lock" : null, null, null, Rows.seconds(row, "seconds"), row.getString("statement"),
				blocked ? List.of(blocker) : List.of(), blocked ? LockWait.UNKNOWN : null, null);
	}

	private static Instant start(ResultSet row) throws SQLException {
		return row.getObject("session_start", OffsetDateTime.class).toInstant();
	}

	/** What tables and indexes hold H2 does not keep count of. */
	@Override
	public Optional<StorageSample> examine(Connection connection, Duration timeout) {
		return Optional.empty();
	}

	@Override
	public boolean act(Connection connection, SessionAction action, int pid, Instant since) throws SQLException {
		String function = switch (action) {
			case CANCEL -> "cancel_session";
			case TERMINATE -> "abort_session";
		};
		try (PreparedStatement statement = connection.prepareStatement(ACT.formatted(function))) {
			statement.setInt(1, pid);
			statement.setObject(2, since.atOffset(ZoneOffset.UTC));
			try (ResultSet done = statement.executeQuery()) {
				return done.next() && done.getBoolean(1);
			}
		}
		catch (SQLException ex) {
			throw (ex.getErrorCode() == ADMIN_RIGHTS_REQUIRED)
					? new SessionPrivilegeException("it takes the rights of an administrator.", ex) : ex;
		}
	}

}
