package io.dbmonitor.query;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted under one fingerprint on one data source. Recording takes no lock.
 */
public final class StatementStatistics {

	private final String id;

	private final String dataSource;

	private final Fingerprint fingerprint;

	private final InstantSource clock;

	private final Instant firstSeen;

	private final DurationHistogram histogram = new DurationHistogram();

	private final LongAdder nanos = new LongAdder();

	private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

	private final LongAdder errors = new LongAdder();

	private final LongAdder rows = new LongAdder();

	private final Callers callers = new Callers();

	private volatile boolean executed;

	/**
	 * By {@link System#nanoTime()}, which is known anyway; asking the wall clock too
	 * costs.
	 */
	private final AtomicLong lastSeenNanos = new AtomicLong();

	StatementStatistics(String id, String dataSource, Fingerprint fingerprint, InstantSource clock) {
		this.id = id;
		this.dataSource = dataSource;
		this.fingerprint = fingerprint;
		this.clock = clock;
		this.firstSeen = clock.instant();
	}

	/**
	 * Return what is the same for all executions.
	 * @return the fingerprint
	 */
	public Fingerprint fingerprint() {
		return this.fingerprint;
	}

	void executed(long nanos, long endedNanos) {
		this.histogram.record(nanos);
		if (!this.executed) {
			this.executed = true;
		}
		this.nanos.add(nanos);
		this.maxNanos.accumulate(nanos);
		this.lastSeenNanos.lazySet(endedNanos);
	}

	/** What is only prepared, or only part of a batch, was not executed. */
	boolean wasExecuted() {
		return this.executed;
	}

	Callers callers() {
		return this.callers;
	}

	String id() {
		return this.id;
	}

	String dataSource() {
		return this.dataSource;
	}

	void failed() {
		this.errors.increment();
	}

	void rows(long rows) {
		this.rows.add(rows);
	}

	/**
	 * Take the figures of now.
	 * @return an immutable copy
	 */
	public StatementSnapshot snapshot() {
		DurationHistogram.Counts counts = this.histogram.counts();
		double total = millis(this.nanos.sum());
		double max = millis(this.maxNanos.get());
		StatementSnapshot.Time time = new StatementSnapshot.Time(total, total / Math.max(1, counts.total()),
				quantile(counts, 0.5, max), quantile(counts, 0.95, max), quantile(counts, 0.99, max), max);
		return new StatementSnapshot(this.id, this.fingerprint.statement(), this.fingerprint.truncated(),
				this.fingerprint.operation().tag(), this.fingerprint.tables(), this.dataSource, counts.total(),
				this.errors.sum(), this.rows.sum(), time, this.firstSeen, lastSeen(), this.callers.snapshot());
	}

	private Instant lastSeen() {
		return this.executed ? this.clock.instant().minusNanos(System.nanoTime() - this.lastSeenNanos.get())
				: this.firstSeen;
	}

	/** A bucket's middle can lie beyond the longest duration in it. */
	private static double quantile(DurationHistogram.Counts counts, double quantile, double max) {
		return (counts.total() != 0) ? Math.min(max, counts.quantile(quantile) / TimeUnit.MILLISECONDS.toNanos(1)) : 0;
	}

	private static double millis(long nanos) {
		return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
	}

}
