package io.dbmonitor.query;

import io.dbmonitor.meter.DurationBuckets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * What is counted under one fingerprint on one data source. Recording takes no lock.
 */
public final class StatementStatistics {

	/** From how many executions on there is a usual time. */
	private static final int USUAL_CALLS = 100;

	/** How many times as long as usual is unusual. */
	private static final int UNUSUAL_FACTOR = 10;

	/** What is shorter than this is never unusual. */
	private static final long UNUSUAL_FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final String id;

	private final String dataSource;

	private final Fingerprint fingerprint;

	private final InstantSource clock;

	private final Instant firstSeen;

	private final Tally tally = new Tally(System.nanoTime());

	private final ErrorCounts errors = new ErrorCounts();

	private final BatchCounts batches = new BatchCounts();

	private final Callers callers = new Callers();

	private final SlowestExecutions slowest = new SlowestExecutions();

	private volatile long usualNanos;

	private volatile long unusualNanos = Long.MAX_VALUE;

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

	/**
	 * Return what identifies the statement on its data source.
	 * @return a hexadecimal number, stable across restarts
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the name of the data source.
	 * @return the name
	 */
	public String dataSource() {
		return this.dataSource;
	}

	void executed(long nanos, long endedNanos) {
		this.tally.executed(nanos, endedNanos);
		if (!this.executed) {
			this.executed = true;
		}
		this.lastSeenNanos.lazySet(endedNanos);
	}

	/** What is only prepared, or only part of a batch, was not executed. */
	boolean wasExecuted() {
		return this.executed;
	}

	void failed(Throwable failure) {
		this.tally.failed();
		this.errors.add(failure);
	}

	void batch(int size) {
		this.batches.add(size);
	}

	void affected(long rows) {
		this.tally.affected(rows);
	}

	void read(long rows, long nanos) {
		this.tally.read(rows, nanos);
	}

	Callers callers() {
		return this.callers;
	}

	/** Whether an execution is worth a closer look. */
	boolean isNoteworthy(long nanos) {
		return nanos >= this.slowest.floor() || nanos >= this.unusualNanos;
	}

	boolean isUnusual(long nanos) {
		return nanos >= this.unusualNanos;
	}

	/** The 95th percentile as it was known before, in nanoseconds. */
	long usualNanos() {
		return this.usualNanos;
	}

	/** Learn what is usual; for a sample of the executions. */
	void learn(long nowNanos) {
		Figures figures = this.tally.sinceStart(nowNanos);
		if (figures.calls() >= USUAL_CALLS) {
			this.usualNanos = (long) figures.quantile(0.95);
			this.unusualNanos = Math.max(UNUSUAL_FLOOR_NANOS, UNUSUAL_FACTOR * this.usualNanos);
		}
		this.slowest.forget(nowNanos);
	}

	void slow(Execution execution) {
		this.slowest.offer(execution, System.nanoTime());
	}

	/** The sums alone, which cost less than a snapshot. */
	Figures sinceStart() {
		return this.tally.sinceStart(System.nanoTime());
	}

	/**
	 * Take the figures of now.
	 * @return an immutable copy
	 */
	public StatementSnapshot snapshot() {
		long now = System.nanoTime();
		Figures sinceStart = this.tally.sinceStart(now);
		return new StatementSnapshot(this.id, this.fingerprint.statement(), this.fingerprint.truncated(),
				this.fingerprint.operation().tag(), this.fingerprint.tables(), this.dataSource, sinceStart.calls(),
				sinceStart.errors(), this.errors.snapshot(), sinceStart.rows(), StatementSnapshot.Time.of(sinceStart),
				StatementSnapshot.Fetch.of(sinceStart), this.batches.snapshot(),
				StatementSnapshot.Recent.of(this.tally.recent(now)), this.firstSeen, lastSeen(now),
				this.callers.snapshot(sinceStart.calls()));
	}

	/**
	 * Return the slowest of the recent executions.
	 * @return a few, the slowest first
	 */
	public List<StatementSnapshot.SlowExecution> slowest() {
		return this.slowest.snapshot();
	}

	/**
	 * Return how many executions lasted how long.
	 * @return the buckets that are not empty, the shortest first
	 */
	public List<StatementSnapshot.Bucket> histogram() {
		long[] counts = this.tally.sinceStart(System.nanoTime()).counts();
		return IntStream.range(0, counts.length)
			.filter((bucket) -> counts[bucket] > 0)
			.mapToObj((bucket) -> bucket(bucket, counts[bucket]))
			.toList();
	}

	private static StatementSnapshot.Bucket bucket(int bucket, long calls) {
		return new StatementSnapshot.Bucket((bucket > 0) ? DurationBuckets.lowerBound(bucket) / 1e6 : 0,
				(bucket < DurationBuckets.COUNT - 1) ? DurationBuckets.lowerBound(bucket + 1) / 1e6 : null, calls);
	}

	private Instant lastSeen(long now) {
		return this.executed ? this.clock.instant().minusNanos(now - this.lastSeenNanos.get()) : this.firstSeen;
	}

}
