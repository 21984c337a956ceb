package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps partitions from going while their rows are read.
 */
final class StoredRows {

	private static final String LOCK = "lock table dbmonitor_change_set, dbmonitor_change in access share mode";

	private StoredRows() {
	}

	/**
	 * Lock them until the transaction ends. Takes no snapshot, so the one that follows is
	 * from behind the locks: no partition goes that it has.
	 * @param connection the connection, at the beginning of a transaction
	 * @throws SQLException if the connection fails
	 */
	static void lock(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(LOCK);
		}
	}

}
