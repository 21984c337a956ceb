package io.dbmonitor.audit;

import java.sql.Connection;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A connection that takes part in what becomes of changes made on it: what is rolled back
 * to a savepoint has not happened. Reached by {@link Connection#unwrap}.
 */
public interface AuditedConnection {

	/**
	 * Have changes follow the connection's transaction: savepoints, what is not written
	 * when it is committed, and its end.
	 * @param changes the changes, to which more are added later
	 * @param end told of the transaction's end on the thread that ends it, and whether it
	 * was committed; {@code null} where somebody else hears of it
	 */
	void attach(PendingChangeSet changes, @Nullable Consumer<Boolean> end);

	/**
	 * Return the connection below.
	 * @return a connection of the pool, on which nothing is counted
	 */
	Connection unwatched();

}
