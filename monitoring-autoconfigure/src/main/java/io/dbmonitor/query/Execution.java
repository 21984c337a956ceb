package io.dbmonitor.query;

import io.dbmonitor.work.CallSite;
import java.time.Instant;
import java.util.List;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a statement, with its result read.
 *
 * @param statement the statement
 * @param at when it began
 * @param nanos how long the driver took, in nanoseconds
 * @param fetchNanos how long the result was read, in nanoseconds: from the execution's
 * return until the last row, or until the result was closed; what the application does
 * with the rows meanwhile included
 * @param rows how many rows it returned or affected, -1 where that is not known
 * @param batchSize how many statements the batch had, 0 where it was none
 * @param failure what it threw, or {@code null}
 * @param work what it was executed for
 * @param route the name of the unit of work, as far as it was known then
 * @param transaction the name of the transaction, or {@code null}
 * @param caller the application's line that sent it, or {@code null} where only libraries
 * were on the stack
 * @param values the bound values in the order of the parameters, empty unless asked for
 */
public record Execution(StatementStatistics statement, Instant at, long nanos, long fetchNanos, long rows,
		int batchSize, @Nullable Throwable failure, UnitOfWork work, @Nullable String route,
		@Nullable String transaction, @Nullable CallSite caller, List<Object> values) {

}
