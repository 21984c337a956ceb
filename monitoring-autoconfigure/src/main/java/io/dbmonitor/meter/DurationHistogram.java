package io.dbmonitor.meter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in {@link DurationBuckets}, since start. Less than 2 KB; safe for use
 * by several threads, without a lock.
 */
public final class DurationHistogram {

	private final AtomicLongArray counts = new AtomicLongArray(DurationBuckets.COUNT);

	private final AtomicLong sum = new AtomicLong();

	private final AtomicLong max = new AtomicLong();

	/**
	 * Count a duration.
	 * @param nanos nanoseconds
	 */
	public void add(long nanos) {
		this.counts.getAndIncrement(DurationBuckets.of(nanos));
		this.sum.getAndAdd(nanos);
		if (nanos > this.max.get()) {
			this.max.accumulateAndGet(nanos, Math::max);
		}
	}

	/**
	 * Return how many durations were counted.
	 * @return the number
	 */
	public long count() {
		long sum = 0;
		for (int i = 0; i < DurationBuckets.COUNT; i++) {
			sum += this.counts.get(i);
		}
		return sum;
	}

	/**
	 * Return all durations together.
	 * @return nanoseconds
	 */
	public long sum() {
		return this.sum.get();
	}

	/**
	 * Return the longest duration.
	 * @return nanoseconds, 0 where there is none
	 */
	public long max() {
		return this.max.get();
	}

	/**
	 * Estimate a percentile.
	 * @param fraction 0 to 1
	 * @return nanoseconds, off by at most {@value DurationBuckets#MAX_ERROR_PERCENT} %; 0
	 * where nothing was counted
	 */
	public double percentile(double fraction) {
		long rank = (long) Math.ceil(fraction * count());
		long seen = 0;
		for (int i = 0; i < DurationBuckets.COUNT && rank > 0; i++) {
			seen += this.counts.get(i);
			if (seen >= rank) {
				return Math.min(DurationBuckets.middle(i), (double) this.max.get());
			}
		}
		return 0;
	}

}
