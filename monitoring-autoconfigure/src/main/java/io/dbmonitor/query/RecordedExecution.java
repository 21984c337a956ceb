package io.dbmonitor.query;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a statement, as an {@link ExecutionRecording} keeps it: known as soon
 * as it was sent, its rows once its result is read. Safe for use by several threads.
 */
public final class RecordedExecution {

	private final StatementOrigin origin;

	private final UnitOfWork work;

	private final boolean autoCommit;

	private final long nanos;

	private final int batchSize;

	private final @Nullable Throwable failure;

	private final Thread thread;

	private volatile long rows = -1;

	RecordedExecution(StatementOrigin origin, UnitOfWork work, boolean autoCommit, long nanos, int batchSize,
			@Nullable Throwable failure, Thread thread) {
		this.origin = origin;
		this.work = work;
		this.autoCommit = autoCommit;
		this.nanos = nanos;
		this.batchSize = batchSize;
		this.failure = failure;
		this.thread = thread;
	}

	/**
	 * Return what was sent, and from where.
	 * @return the statement and the place
	 */
	public StatementOrigin origin() {
		return this.origin;
	}

	/**
	 * Return what is the same for all executions of the statement.
	 * @return the fingerprint
	 */
	public Fingerprint fingerprint() {
		return this.origin.statement().fingerprint();
	}

	/**
	 * Return what it was executed for.
	 * @return the unit of work
	 */
	public UnitOfWork work() {
		return this.work;
	}

	/**
	 * Whether it was a transaction of its own.
	 * @return whether the connection was in auto-commit mode
	 */
	public boolean isAutoCommit() {
		return this.autoCommit;
	}

	/**
	 * Return how long the driver took.
	 * @return nanoseconds
	 */
	public long nanos() {
		return this.nanos;
	}

	/**
	 * Return how many statements it had as a batch.
	 * @return how many, 0 where it was no batch
	 */
	public int batchSize() {
		return this.batchSize;
	}

	/**
	 * Return what it threw.
	 * @return the exception, or {@code null}
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return who sent it.
	 * @return the thread
	 */
	public Thread thread() {
		return this.thread;
	}

	/**
	 * Return how many rows it returned or affected.
	 * @return how many, -1 where that is not known or not known yet
	 */
	public long rows() {
		return this.rows;
	}

	void finished(long rows) {
		this.rows = rows;
	}

}
