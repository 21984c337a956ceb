package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes all that deletes from the tables of a database, and all that decides what is not
 * to be deleted, come one after the other: the lock of a row, until the transaction ends.
 * Unlike a lock of a session it is the same everywhere, and goes through a pooler between
 * application and server. No writer of changes takes it.
 */
final class KeepingLock {

	private static final String LOCK = "select name from dbmonitor_lock where name = 'keeping' for update";

	private KeepingLock() {
	}

	/**
	 * Take the lock, waiting for it.
	 * @param connection the connection, not in auto-commit mode
	 * @throws SQLException if it cannot be had
	 */
	static void take(Connection connection) throws SQLException {
		if (!isTaken(connection, LOCK)) {
			throw new SQLException("The row 'keeping' of dbmonitor_lock is missing");
		}
	}

	/**
	 * Take the lock unless somebody else has it.
	 * @param connection the connection, not in auto-commit mode
	 * @return whether it was taken
	 * @throws SQLException if that cannot be found out
	 */
	static boolean tryTake(Connection connection) throws SQLException {
		return isTaken(connection, LOCK + " skip locked");
	}

	private static boolean isTaken(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			return row.next();
		}
	}

}
