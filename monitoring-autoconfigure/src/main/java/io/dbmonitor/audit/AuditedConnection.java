package io.dbmonitor.audit;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A connection that takes part in what becomes of changes made on it: what is rolled back
 * to a savepoint has not happened. Reached by {@link java.sql.Connection#unwrap}.
 */
public interface AuditedConnection {

	/**
	 * Have changes follow the connection's transaction, until its end.
	 * @param changes the changes, to which more are added later
	 * @param end told of the transaction's end on the thread that ends it, and whether it
	 * was committed; {@code null} where somebody else hears of it
	 */
	void attach(PendingChangeSet changes, @Nullable Consumer<Boolean> end);

}
