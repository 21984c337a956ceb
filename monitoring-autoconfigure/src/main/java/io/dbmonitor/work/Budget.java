package io.dbmonitor.work;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where the time of a unit of work goes, as far as its database is concerned. Safe for
 * use by several threads. All durations are in nanoseconds.
 */
public final class Budget {

	private static final VarHandle STATEMENTS = field("statements");

	private static final VarHandle WAITING = field("waitingNanos");

	private static final VarHandle EXECUTING = field("executingNanos");

	private static final VarHandle FETCHING = field("fetchingNanos");

	private static final VarHandle HOLDING = field("holdingNanos");

	private volatile long statements;

	private volatile long waitingNanos;

	private volatile long executingNanos;

	private volatile long fetchingNanos;

	private volatile long holdingNanos;

	Budget() {
	}

	/**
	 * Add time that was waited for a connection from the pool.
	 * @param nanos how long
	 */
	public void waited(long nanos) {
		WAITING.getAndAdd(this, nanos);
	}

	/**
	 * Add an execution.
	 * @param nanos how long it took
	 */
	public void executed(long nanos) {
		STATEMENTS.getAndAdd(this, 1L);
		EXECUTING.getAndAdd(this, nanos);
	}

	/**
	 * Add time in which a result was read. What was executed and read meanwhile, by the
	 * loop over the result for example, counts by itself.
	 * @param nanos how long
	 */
	public void fetched(long nanos) {
		FETCHING.getAndAdd(this, nanos);
	}

	/**
	 * Add time in which a connection was held, whatever was done with it.
	 * @param nanos how long
	 */
	public void held(long nanos) {
		HOLDING.getAndAdd(this, nanos);
	}

	void add(Budget other) {
		STATEMENTS.getAndAdd(this, other.statements);
		WAITING.getAndAdd(this, other.waitingNanos);
		EXECUTING.getAndAdd(this, other.executingNanos);
		FETCHING.getAndAdd(this, other.fetchingNanos);
		HOLDING.getAndAdd(this, other.holdingNanos);
	}

	/**
	 * Return how many statements were executed.
	 * @return the number of executions
	 */
	public long statements() {
		return this.statements;
	}

	/**
	 * Return how long connections were waited for.
	 * @return nanoseconds
	 */
	public long waitingNanos() {
		return this.waitingNanos;
	}

	/**
	 * Return how long statements were executed.
	 * @return nanoseconds
	 */
	public long executingNanos() {
		return this.executingNanos;
	}

	/**
	 * Return how long results were read.
	 * @return nanoseconds
	 */
	public long fetchingNanos() {
		return this.fetchingNanos;
	}

	/**
	 * Return how long statements were executed and results read.
	 * @return nanoseconds
	 */
	public long busyNanos() {
		return this.executingNanos + this.fetchingNanos;
	}

	/**
	 * Return how long connections were held. Where several were held at once, all of them
	 * count.
	 * @return nanoseconds, of connections that were given back
	 */
	public long holdingNanos() {
		return this.holdingNanos;
	}

	/**
	 * Return how long connections were held of which nothing was asked meanwhile. Where
	 * several connections were held at once, or several threads worked, all of them
	 * count.
	 * @return nanoseconds, of connections that were given back
	 */
	public long idleNanos() {
		return Math.max(0, this.holdingNanos - busyNanos());
	}

	boolean isEmpty() {
		return this.statements == 0 && this.waitingNanos == 0;
	}

	private static VarHandle field(String name) {
		try {
			return MethodHandles.lookup().findVarHandle(Budget.class, name, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
