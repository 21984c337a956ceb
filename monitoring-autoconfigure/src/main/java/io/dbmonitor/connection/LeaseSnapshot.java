package io.dbmonitor.connection;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A lease at one moment, as the sections show it. What is not known is {@code null}.
 *
 * @param dataSource the data source's name
 * @param pid the session on the server
 * @param thread the name of the thread that took the connection, or worked with it last
 * @param heldSeconds since when it is held, in seconds
 * @param firstSeenAt the application's line when the lease was first looked at:
 * {@code OrderService.place:88}
 * @param at the application's line now, {@code null} where the thread has gone on to
 * something else
 * @param activity what the thread does now
 * @param suspectedLeak whether the connection was likely forgotten
 * @param route the request, job or message
 * @param transaction the name of the transaction
 * @param traceId the id of the trace
 * @param statement the running statement, without values
 * @param statementSeconds how long it runs, in seconds
 * @param lastStatement the statement that was executed last, where none runs
 * @param idleInTransaction whether a transaction is open and nothing is executed;
 * {@code null} where the driver would have to be asked
 * @param idleSeconds how long nothing is executed, in seconds
 * @param stack the holder's stack now, the innermost frame first; empty where the thread
 * has gone on to something else
 */
public record LeaseSnapshot(String dataSource, @Nullable Integer pid, String thread, double heldSeconds,
		@Nullable String firstSeenAt, @Nullable String at, String activity, boolean suspectedLeak,
		@Nullable String route, @Nullable String transaction, @Nullable String traceId, @Nullable String statement,
		@Nullable Double statementSeconds, @Nullable String lastStatement, @Nullable Boolean idleInTransaction,
		@Nullable Double idleSeconds, List<String> stack) {

}
