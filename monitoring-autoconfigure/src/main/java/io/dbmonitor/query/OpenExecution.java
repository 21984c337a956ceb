package io.dbmonitor.query;

import io.dbmonitor.work.CallSite;
import java.time.Instant;
import java.util.List;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * An execution that somebody wants to hear of, until its result is read. Belongs to the
 * thread that works with the statement.
 */
public final class OpenExecution {

	private final StatementStatistics statement;

	private final Instant at;

	private final long nanos;

	private final int batchSize;

	private final @Nullable Throwable failure;

	private final UnitOfWork work;

	private final @Nullable String transaction;

	private final @Nullable CallSite caller;

	private final @Nullable RecordedExecution recorded;

	private List<Object> values = List.of();

	private boolean finished;

	OpenExecution(StatementStatistics statement, Instant at, long nanos, int batchSize, @Nullable Throwable failure,
			UnitOfWork work, @Nullable String transaction, @Nullable CallSite caller,
			@Nullable RecordedExecution recorded) {
		this.statement = statement;
		this.at = at;
		this.nanos = nanos;
		this.batchSize = batchSize;
		this.failure = failure;
		this.work = work;
		this.transaction = transaction;
		this.caller = caller;
		this.recorded = recorded;
	}

	/**
	 * Keep the values that were bound.
	 * @param values in the order of the parameters
	 */
	public void bound(List<Object> values) {
		this.values = values;
	}

	/**
	 * Finish the execution. Only the first call counts.
	 * @return the execution, or {@code null} where it was finished before
	 */
	@Nullable Execution finish(long rows, long fetchNanos) {
		if (this.finished) {
			return null;
		}
		this.finished = true;
		if (this.recorded != null) {
			this.recorded.finished(rows);
		}
		return new Execution(this.statement, this.at, this.nanos, fetchNanos, rows, this.batchSize, this.failure,
				this.work, this.work.name(), this.transaction, this.caller, this.values);
	}

}
