package io.dbmonitor.query;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets whose width grows with the duration: 16 to each doubling,
 * so a quantile is off by at most 3.2 %. Spans a microsecond to 4.6 minutes in 3.5 KB;
 * what is shorter or longer counts in the first or last bucket. Recording is one atomic
 * increment. The scheme is that of HdrHistogram: the position of the highest bit chooses
 * the doubling, the four bits below it the bucket.
 */
final class DurationHistogram {

	private static final int SUB_BITS = 4;

	private static final int SUB_BUCKETS = 1 << SUB_BITS;

	/** The lowest bit told apart: 2^10 ns is about a microsecond. */
	private static final int LOWEST_EXPONENT = 10;

	private static final int HIGHEST_EXPONENT = 37;

	private static final int BUCKETS = (HIGHEST_EXPONENT - LOWEST_EXPONENT + 1) * SUB_BUCKETS;

	private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

	void record(long nanos) {
		this.counts.incrementAndGet(bucket(nanos));
	}

	static int bucket(long nanos) {
		int exponent = 63 - Long.numberOfLeadingZeros(nanos | 1);
		if (exponent < LOWEST_EXPONENT) {
			return 0;
		}
		if (exponent > HIGHEST_EXPONENT) {
			return BUCKETS - 1;
		}
		int sub = (int) (nanos >>> (exponent - SUB_BITS)) & (SUB_BUCKETS - 1);
		return (exponent - LOWEST_EXPONENT) * SUB_BUCKETS + sub;
	}

	/** The middle of a bucket, in nanoseconds. */
	static double middle(int bucket) {
		int exponent = LOWEST_EXPONENT + bucket / SUB_BUCKETS;
		double width = Math.scalb(1.0, exponent - SUB_BITS);
		return Math.scalb(1.0, exponent) + (bucket % SUB_BUCKETS + 0.5) * width;
	}

	/**
	 * Take a copy of the counts.
	 * @return the counts at one moment, as far as concurrent recording lets tell
	 */
	Counts counts() {
		long[] copy = new long[BUCKETS];
		long total = 0;
		for (int i = 0; i < BUCKETS; i++) {
			copy[i] = this.counts.get(i);
			total += copy[i];
		}
		return new Counts(copy, total);
	}

	/**
	 * Counts to compute quantiles from.
	 *
	 * @param buckets the count of each bucket
	 * @param total their sum
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Counts(long[] buckets, long total) {

		/**
		 * Estimate a quantile.
		 * @param quantile between 0 and 1
		 * @return nanoseconds, {@link Double#NaN} where nothing was recorded
		 */
		double quantile(double quantile) {
			if (this.total == 0) {
				return Double.NaN;
			}
			long rank = Math.max(1, (long) Math.ceil(quantile * this.total));
			long seen = 0;
			for (int i = 0; i < this.buckets.length; i++) {
				seen += this.buckets[i];
				if (seen >= rank) {
					return middle(i);
				}
			}
			return middle(this.buckets.length - 1);
		}

	}

}
