package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import io.dbmonitor.audit.ChangeSet;

/**
 * Writes a part of a change set in the way that suits a database.
 */
public interface ChangeWriter {

	/**
	 * Whether this way leads to a database.
	 * @param connection a connection to it
	 * @return whether it can write there
	 * @throws SQLException if the connection fails
	 */
	boolean supports(Connection connection) throws SQLException;

	/**
	 * Write.
	 * @param part the change set, with at least one change
	 * @param position how many of its changes were written before
	 * @param connection the connection, in whatever transaction it is
	 * @throws SQLException if something of it cannot be written
	 */
	void write(ChangeSet part, long position, Connection connection) throws SQLException;

	/**
	 * Write what is committed next, and commit it at once where that saves a trip to the
	 * server.
	 * @param part the change set, with at least one change
	 * @param position how many of its changes were written before
	 * @param connection the connection, in a transaction
	 * @throws SQLException if something of it cannot be written
	 * @throws io.dbmonitor.audit.FailedCommitException if it cannot be committed
	 */
	default void writeAtCommit(ChangeSet part, long position, Connection connection) throws SQLException {
		write(part, position, connection);
	}

}
