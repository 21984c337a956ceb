package io.dbmonitor.meter;

/**
 * Divides durations into buckets that grow with them, eight for each doubling, so that a
 * bucket's middle is off by at most {@value #MAX_ERROR_PERCENT} % of any duration in it.
 * From a microsecond to two minutes; what is shorter or longer counts at the ends. The
 * eight bounds within a doubling, 2<sup>i/8</sup>, are rounded to 1/128, so that the
 * seven bits behind the leading one find the bucket in a table.
 */
public final class DurationBuckets {

	/** How far off a bucket's middle can be, in percent. */
	public static final double MAX_ERROR_PERCENT = 4.5;

	private static final int PER_DOUBLING = 8;

	private static final int BITS = 7;

	private static final int STEPS = 1 << BITS;

	/** 2^10 ns is about a microsecond. */
	private static final int LOWEST_EXPONENT = 10;

	private static final int HIGHEST_EXPONENT = 36;

	/** How many buckets there are. */
	public static final int COUNT = (HIGHEST_EXPONENT - LOWEST_EXPONENT + 1) * PER_DOUBLING;

	/** Where each bucket of a doubling begins, in steps of 1/128. */
	private static final int[] BOUNDS = new int[PER_DOUBLING + 1];

	private static final byte[] BUCKET_OF_STEP = new byte[STEPS];

	static {
		for (int i = 0; i <= PER_DOUBLING; i++) {
			BOUNDS[i] = (int) Math.round((Math.pow(2, (double) i / PER_DOUBLING) - 1) * STEPS);
		}
		for (byte bucket = 0; bucket < PER_DOUBLING; bucket++) {
			for (int step = BOUNDS[bucket]; step < BOUNDS[bucket + 1]; step++) {
				BUCKET_OF_STEP[step] = bucket;
			}
		}
	}

	private DurationBuckets() {
	}

	/**
	 * Return the bucket of a duration.
	 * @param nanos nanoseconds, of any sign
	 * @return a number below {@link #COUNT}
	 */
	public static int of(long nanos) {
		int exponent = 63 - Long.numberOfLeadingZeros(nanos | 1);
		if (nanos < 0 || exponent < LOWEST_EXPONENT) {
			return 0;
		}
		if (exponent > HIGHEST_EXPONENT) {
			return COUNT - 1;
		}
		int step = (int) (nanos >>> (exponent - BITS)) & (STEPS - 1);
		return (exponent - LOWEST_EXPONENT) * PER_DOUBLING + BUCKET_OF_STEP[step];
	}

	/**
	 * Return where a bucket begins.
	 * @param bucket a number up to {@link #COUNT}
	 * @return nanoseconds
	 */
	public static double lowerBound(int bucket) {
		return Math.scalb(1.0 + (double) BOUNDS[bucket % PER_DOUBLING] / STEPS,
				LOWEST_EXPONENT + bucket / PER_DOUBLING);
	}

	/**
	 * Return the duration that is off by as much from the lower bound as from the upper,
	 * in proportion to them: their harmonic mean.
	 * @param bucket a number below {@link #COUNT}
	 * @return nanoseconds
	 */
	public static double middle(int bucket) {
		double lower = lowerBound(bucket);
		double upper = lowerBound(bucket + 1);
		return 2 * lower * upper / (lower + upper);
	}

}
