package io.dbmonitor.meter;

/**
 * Figures as answers show them: to the microsecond, as further digits tell nothing.
 */
public final class Rounded {

	private static final double THOUSAND = 1e3;

	private static final double MILLION = 1e6;

	private Rounded() {
	}

	/**
	 * Return a duration in milliseconds.
	 * @param nanos the duration in nanoseconds
	 * @return milliseconds with three decimals
	 */
	public static double millis(double nanos) {
		return Math.round(nanos / THOUSAND) / THOUSAND;
	}

	/**
	 * Return a duration in milliseconds.
	 * @param nanos the duration in nanoseconds
	 * @return milliseconds with three decimals
	 */
	public static double millis(long nanos) {
		return millis((double) nanos);
	}

	/**
	 * Return a duration in seconds.
	 * @param nanos the duration in nanoseconds
	 * @return seconds with six decimals
	 */
	public static double seconds(long nanos) {
		return Math.round(nanos / THOUSAND) / MILLION;
	}

	/**
	 * Return a mean of what can be counted.
	 * @param sum the sum
	 * @param count of how many, more than none
	 * @return the mean with three decimals
	 */
	public static double mean(long sum, long count) {
		return Math.round(sum * THOUSAND / count) / THOUSAND;
	}

}
