package io.dbmonitor.audit;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells the connection that a transaction is on.
 */
@FunctionalInterface
public interface ConnectionSource {

	/**
	 * Return the connection.
	 * @return the connection, not watched
	 * @throws SQLException if there is none
	 */
	Connection connection() throws SQLException;

	/**
	 * Reach below what watches a connection: what the audit does on it is not counted.
	 * @param connection any connection
	 * @return what it leads to, or itself
	 * @throws SQLException if the connection fails
	 */
	static Connection unwatched(Connection connection) throws SQLException {
		return connection.isWrapperFor(AuditedConnection.class) ? connection.unwrap(AuditedConnection.class).unwatched()
				: connection;
	}

}
