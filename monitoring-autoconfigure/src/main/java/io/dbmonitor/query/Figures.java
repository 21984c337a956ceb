package io.dbmonitor.query;

import io.dbmonitor.meter.DurationBuckets;

/**
 * What executions add up to.
 *
 * @param seconds the time they were counted in, in seconds
 * @param counts how many lasted as long as each of the {@link DurationBuckets}
 * @param calls how many there were
 * @param errors how many of them failed
 * @param rows how many rows they returned or affected
 * @param nanos how long they took together, in nanoseconds
 * @param fetchNanos how long their results were read, in nanoseconds
 * @param maxNanos how long the longest took, in nanoseconds
 */
@SuppressWarnings("ArrayRecordComponent")
record Figures(double seconds, long[] counts, long calls, long errors, long rows, long nanos, long fetchNanos,
		long maxNanos) {

	/**
	 * Estimate a quantile of the durations.
	 * @param quantile between 0 and 1
	 * @return nanoseconds, {@link Double#NaN} without executions
	 */
	double quantile(double quantile) {
		if (this.calls == 0) {
			return Double.NaN;
		}
		long rank = Math.max(1, (long) Math.ceil(quantile * this.calls));
		long seen = 0;
		for (int bucket = 0; bucket < this.counts.length - 1; bucket++) {
			seen += this.counts[bucket];
			if (seen >= rank) {
				// A bucket's middle can lie beyond the longest duration in it
				return Math.min((double) this.maxNanos, DurationBuckets.middle(bucket));
			}
		}
		// The last bucket has no upper bound
		return (double) this.maxNanos;
	}

}
