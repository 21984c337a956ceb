package io.dbmonitor.audit;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often and how long changes were written, and how often they could not be recorded.
 * Safe for use by several threads.
 */
public final class WriteStatistics {

	private final LongAdder writes = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final LongAdder failures = new LongAdder();

	void written(long nanos) {
		this.writes.increment();
		this.nanos.add(nanos);
	}

	void failed() {
		this.failures.increment();
	}

	/**
	 * Return how often changes were written.
	 * @return a number, since start
	 */
	public long writes() {
		return this.writes.sum();
	}

	/**
	 * Return how long writing took.
	 * @return the sum in nanoseconds, since start
	 */
	public long nanos() {
		return this.nanos.sum();
	}

	/**
	 * Return how often changes could not be recorded.
	 * @return a number, since start
	 */
	public long failures() {
		return this.failures.sum();
	}

}
