package io.dbmonitor.audit;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Writes changes where they are made: on the same connection and in the same transaction,
 * so that both are committed or none. Used by several threads.
 */
public interface ChangeSetWriter {

	/**
	 * See whether changes can be written, before there are any.
	 * @param dataSource whose changes will be written
	 * @throws ChangeSetStoreException if they cannot, and the application had better not
	 * start
	 */
	default void prepare(DataSource dataSource) {
	}

	/**
	 * Write changes. A large transaction comes in several parts, all under the id of its
	 * change set.
	 * @param part the change set, with some of its changes
	 * @param position how many of its changes were written before
	 * @param connection the connection of the transaction, not watched; stays open, and
	 * as it is
	 * @throws SQLException if the changes cannot be written; what was written of the part
	 * is rolled back by the caller
	 */
	void write(ChangeSet part, long position, Connection connection) throws SQLException;

	/**
	 * Write the last changes of a transaction that is committed next. The commit may be
	 * sent along, where a {@link Connection#commit} that follows finds nothing left to
	 * do.
	 * @param part the change set, with the last of its changes
	 * @param position how many of its changes were written before
	 * @param connection the connection of the transaction, not watched and not in
	 * auto-commit mode; stays open
	 * @throws SQLException if the changes cannot be written; nothing was committed
	 * @throws FailedCommitException if they can be written, but not committed
	 */
	default void writeAtCommit(ChangeSet part, long position, Connection connection) throws SQLException {
		write(part, position, connection);
	}

}
