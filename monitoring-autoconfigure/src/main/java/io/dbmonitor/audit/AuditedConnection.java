package io.dbmonitor.audit;

import java.sql.Connection;

/**
 * A connection that has its transaction's changes: they are written before it is
 * committed, what is rolled back to a savepoint has not happened, and whoever changes
 * something on it adds to the same change set. Reached by {@link Connection#unwrap}.
 */
public interface AuditedConnection {

	/**
	 * Return the changes of the transaction that is open on the connection, which is not
	 * in auto-commit mode.
	 * @param recorder begins a change set where there is none yet
	 * @return the changes, to add to before the transaction ends
	 */
	PendingChangeSet changes(AuditRecorder recorder);

	/**
	 * Return which data source the connection is of.
	 * @return the name under which it is watched
	 */
	String dataSource();

	/**
	 * Return the connection below.
	 * @return a connection of the pool, on which nothing is counted
	 */
	Connection unwatched();

}
