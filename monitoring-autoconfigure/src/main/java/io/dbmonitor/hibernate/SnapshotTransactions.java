package io.dbmonitor.hibernate;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Transactions on a connection in which all statements see the database as it was at one
 * moment. Leaves the connection as it was.
 */
final class SnapshotTransactions implements AutoCloseable {

	private final Connection connection;

	private final boolean autoCommit;

	private final int isolation;

	/**
	 * Begin the first one.
	 * @param connection the connection, in no transaction
	 * @throws SQLException if it fails
	 */
	SnapshotTransactions(Connection connection) throws SQLException {
		this.connection = connection;
		this.autoCommit = connection.getAutoCommit();
		this.isolation = connection.getTransactionIsolation();
		connection.setTransactionIsolation(snapshot(connection));
		connection.setAutoCommit(false);
	}

	/** H2 takes a snapshot of each table by itself below its highest level. */
	private static int snapshot(Connection connection) throws SQLException {
		return connection.getMetaData().getDatabaseProductName().equals("H2") ? Connection.TRANSACTION_SERIALIZABLE
				: Connection.TRANSACTION_REPEATABLE_READ;
	}

	/** Commit, and begin the next one. */
	void commit() throws SQLException {
		this.connection.commit();
	}

	/** Roll back what was not committed. */
	@Override
	public void close() throws SQLException {
		this.connection.rollback();
		this.connection.setAutoCommit(this.autoCommit);
		this.connection.setTransactionIsolation(this.isolation);
	}

}
