package io.dbmonitor.database.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.database.LockWait;
import io.dbmonitor.database.Session;

/**
 * What blocked sessions wait for.
 */
final class LockWaits {

	/**
	 * Names are looked up one by one: the server takes all locks for a thousand, and
	 * would read the whole of pg_class to join them.
	 */
	private static final String LOCK_WAITS = """
			select pid, mode, granted, extract(epoch from clock_timestamp() - waitstart)::float8,
				case when database = (select oid from pg_database where datname = current_database())
					then relation::regclass::text end
			from pg_locks
			where not granted or locktype = 'tuple'
			""";

	private LockWaits() {
	}

	/**
	 * Add what they wait for to the sessions that are blocked. Reading the locks stops
	 * the lock manager for a moment, so it is done only where somebody is blocked.
	 */
	static List<Session> addTo(List<Session> sessions, Statement statement) throws SQLException {
		if (sessions.stream().noneMatch(Session::isBlocked)) {
			return List.copyOf(sessions);
		}
		Map<Integer, LockWait> waits = read(statement);
		return sessions.stream()
			.map((session) -> session.isBlocked() ? session.with(waits.getOrDefault(session.pid(), LockWait.UNKNOWN))
					: session)
			.toList();
	}

	/**
	 * Who waits for a row waits for the transaction that changed it, which has no table;
	 * but the waiting session holds or wants the row's own lock, which has.
	 */
	private static Map<Integer, LockWait> read(Statement statement) throws SQLException {
		Map<Integer, LockWait> waits = new HashMap<>();
		Map<Integer, String> rowsOf = new HashMap<>();
		try (ResultSet lock = statement.executeQuery(LOCK_WAITS)) {
			while (lock.next()) {
				String relation = lock.getString(5);
				if (!lock.getBoolean(3)) {
					double seconds = lock.getDouble(4);
					waits.put(lock.getInt(1),
							new LockWait(lock.getString(2), relation, lock.wasNull() ? null : Math.max(0, seconds)));
				}
				else if (relation != null) {
					rowsOf.put(lock.getInt(1), relation);
				}
			}
		}
		waits.replaceAll((pid, wait) -> (wait.relation() != null) ? wait
				: new LockWait(wait.mode(), rowsOf.get(pid), wait.seconds()));
		return waits;
	}

}
