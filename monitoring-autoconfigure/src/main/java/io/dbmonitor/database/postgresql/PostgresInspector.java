package io.dbmonitor.database.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseInspector;
import io.dbmonitor.database.LockWait;
import io.dbmonitor.database.MissingExtension;
import io.dbmonitor.database.MissingPrivilege;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.SessionFigures;
import io.dbmonitor.database.SessionPrivilegeException;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.question.Question;
import io.dbmonitor.datasource.SessionIds;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Inspects PostgreSQL 14 and newer. Each sample is one short read-only transaction with
 * time-outs of its own: they are set inside the transaction, since start-up parameters do
 * not pass every connection pooler.
 */
public final class PostgresInspector implements DatabaseInspector {

	/**
	 * The values of {@code state} in {@code pg_stat_activity}, as PostgreSQL documents
	 * them.
	 */
	private static final List<String> STATES = List.of("active", "idle", "idle in transaction",
			"idle in transaction (aborted)", "fastpath function call", "disabled");

	/** A state that PostgreSQL 18 added. */
	private static final String STARTING = "starting";

	private static final int STARTING_SINCE = 180000;

	private static final String IDENTITY = """
			select current_setting('server_version'), current_setting('server_version_num')::int,
				current_setting('max_connections')::int, pg_backend_pid()
			""";

	/**
	 * Sessions of clients, and of the server's own processes and of replication those
	 * that wait for a lock or are waited for: vacuum or a worker in the middle of a
	 * queue. Without the right to see them, even the kind of others' sessions is hidden,
	 * but background workers have no user or no database. pg_blocking_pids takes the lock
	 * manager's lock and goes through the whole queue for each session in it, so it is
	 * asked only about sessions that wait for a lock, and of those only about the
	 * twenty-five that do so the longest. Whether somebody waits is seen in pg_locks by
	 * everybody, so that is asked where what a session waits for is hidden.
	 */
	private static final String SESSIONS = """
			with activity as materialized (
				select *, case when waits_for = 'Lock' and place <= 25 then pg_blocking_pids(pid) end as blocked_by,
					coalesce(backend_type = 'client backend', usesysid is not null and datid is not null) as is_client
				from (
					select *, row_number() over (partition by waits_for order by query_start, pid) as place
					from (
						select *, case when query is distinct from '<insufficient privilege>' then wait_event_type
							when pid in (select pid from pg_locks where not granted) then 'Lock' end as waits_for
						from pg_stat_activity) seen) placed
			)
			select pid, backend_start, datname, usename, application_name, host(client_addr), state, waits_for,
				wait_event, extract(epoch from clock_timestamp() - xact_start)::float8,
				case when state = 'active' then extract(epoch from clock_timestamp() - query_start)::float8 end,
				left(query, 4096), blocked_by, pg_backend_pid(),
				case when not is_client then coalesce(backend_type, 'unknown') end
			from activity
			where is_client or waits_for = 'Lock' or pid in (select unnest(blocked_by) from activity)
			order by pid
			""";

	/**
	 * The values of {@code wait_event_type} that sessions of clients have, as PostgreSQL
	 * documents them.
	 */
	private static final List<String> WAIT_CLASSES = List.of("BufferPin", "Client", "Extension", "IO", "IPC", "Lock",
			"LWLock", "Timeout");

	private static final String STARTED = "select pg_postmaster_start_time()";

	private static final String ACT = """
			select %s(pid)
			from pg_stat_activity
			where pid = ? and backend_start = ? and backend_type = 'client backend' and %s
			""";

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	private final SessionIds sessionIds;

	/**
	 * Make an inspector.
	 * @param sessionIds tells what the driver takes for a session's number
	 */
	public PostgresInspector(SessionIds sessionIds) {
		this.sessionIds = sessionIds;
	}

	@Override
	public boolean supports(DatabaseDriver driver) {
		return driver == DatabaseDriver.POSTGRESQL;
	}

	@Override
	public Map<String, String> connectionProperties(Duration timeout) {
		String seconds = String.valueOf(Math.max(1, timeout.toSeconds()));
		// The socket waits longer than the server, whose own time-out says what went
		// wrong
		String longer = String.valueOf(Math.max(1, timeout.toSeconds()) + 2);
		return Map.of("connectTimeout", seconds, "loginTimeout", seconds, "socketTimeout", longer, "ApplicationName",
				"dbmonitor", "readOnly", "true", "tcpKeepAlive", "true");
	}

	@Override
	public DatabaseIdentity identify(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			List<MissingPrivilege> missing = Privileges.missing(statement);
			List<MissingExtension> extensions = StatementsQuestion.missing(statement);
			try (ResultSet identity = identify(statement)) {
				identity.next();
				List<String> states = new ArrayList<>(STATES);
				if (identity.getInt(2) >= STARTING_SINCE) {
					states.add(STARTING);
				}
				return new DatabaseIdentity("PostgreSQL", identity.getString(1), List.copyOf(states),
						identity.getInt(3), missing, extensions, isBehindPooler(connection, identity.getInt(4)));
			}
		}
	}

	/** A pooler makes numbers of its own up for its clients. */
	private boolean isBehindPooler(Connection connection, int pid) throws SQLException {
		Integer told = this.sessionIds.find(connection);
		return told != null && told != pid;
	}

	private static ResultSet identify(Statement statement) throws SQLException {
		// A name in the JDBC URL wins over the driver's properties, but not over this
		statement.execute("set application_name = 'dbmonitor'");
		return statement.executeQuery(IDENTITY);
	}

	@Override
	public ActivitySample sample(Connection connection, Duration timeout) throws SQLException {
		PostgresInterview interview = new PostgresInterview(connection, timeout);
		interview.begin();
		try (Statement statement = connection.createStatement()) {
			Instant startedAt = startedAt(statement);
			ActivitySample sample = sessions(statement, startedAt, interview);
			interview.end();
			return sample;
		}
	}

	@Override
	public Optional<StorageSample> examine(Connection connection, Duration timeout) throws SQLException {
		return Optional.of(HeavyTier.examine(connection, timeout));
	}

	private static Instant startedAt(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery(STARTED)) {
			row.next();
			return row.getTimestamp(1).toInstant();
		}
	}

	private static ActivitySample sessions(Statement statement, Instant startedAt, PostgresInterview interview)
			throws SQLException {
		List<Session> sessions = new ArrayList<>();
		int ownPid = 0;
		try (ResultSet rows = statement.executeQuery(SESSIONS)) {
			while (rows.next()) {
				sessions.add(session(rows));
				ownPid = rows.getInt(14);
			}
		}
		List<Session> withWaits = LockWaits.addTo(sessions, statement);
		interview.add(SessionFigures.of(withWaits.stream().filter(Session::isClient).toList(), WAIT_CLASSES));
		for (Question question : LightTier.questions(version(statement.getConnection()))) {
			interview.ask(question);
		}
		return new ActivitySample(withWaits, ownPid, startedAt, interview.figures());
	}

	/** The driver knows it from the connection's beginning. */
	private static int version(Connection connection) throws SQLException {
		return connection.getMetaData().getDatabaseMajorVersion();
	}

	@Override
	public boolean act(Connection connection, SessionAction action, int pid, Instant since) throws SQLException {
		// A session that executes nothing can be cancelled without an error, and without
		// effect
		String question = switch (action) {
			case CANCEL -> ACT.formatted("pg_cancel_backend", "(state like 'idle%') is not true");
			case TERMINATE -> ACT.formatted("pg_terminate_backend", "true");
		};
		try (PreparedStatement statement = connection.prepareStatement(question)) {
			statement.setInt(1, pid);
			statement.setObject(2, since.atOffset(ZoneOffset.UTC));
			try (ResultSet done = statement.executeQuery()) {
				return done.next() && done.getBoolean(1);
			}
		}
		catch (SQLException ex) {
			throw INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState()) ? new SessionPrivilegeException(
					"it takes pg_signal_backend, and a superuser's session takes a superuser.", ex) : ex;
		}
	}

	private static Session session(ResultSet row) throws SQLException {
		return new Session(row.getInt(1), instant(row.getTimestamp(2)), row.getString(3), row.getString(4),
				row.getString(5), row.getString(6), row.getString(7), row.getString(8), row.getString(9),
				seconds(row, 10), seconds(row, 11), row.getString(12), pids(row.getArray(13)), wait(row),
				row.getString(15));
	}

	private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

	private static @Nullable Double seconds(ResultSet row, int column) throws SQLException {
		double seconds = row.getDouble(column);
		// The clock is read for each row, so what has just begun can seem to lie ahead
		return row.wasNull() ? null : Math.max(0, seconds);
	}

	/** Who waits without the server having been asked for whom. */
	private static @Nullable LockWait wait(ResultSet row) throws SQLException {
		return (row.getArray(13) == null && "Lock".equals(row.getString(8))) ? LockWait.UNKNOWN : null;
	}

	private static List<Integer> pids(@Nullable Array pids) throws SQLException {
		return (pids != null) ? List.of((Integer[]) pids.getArray()) : List.of();
	}

}
