package io.dbmonitor.alert;

import java.math.BigDecimal;

/**
 * The limit of a value, with a margin on the way back: an alert that fires is over only
 * when the value has come back by a tenth of the limit, so that one which moves about the
 * limit does not make it flap.
 *
 * @param above whether values above the limit are bad, rather than those below
 * @param limit the limit, itself not bad
 */
public record Threshold(boolean above, double limit) {

	private static final double MARGIN = 0.1;

	/**
	 * Set an upper limit.
	 * @param limit the largest value that is not bad
	 * @return the threshold
	 */
	public static Threshold above(double limit) {
		return new Threshold(true, limit);
	}

	/**
	 * Set a lower limit.
	 * @param limit the smallest value that is not bad
	 * @return the threshold
	 */
	public static Threshold below(double limit) {
		return new Threshold(false, limit);
	}

	/**
	 * Return the same kind of threshold with another limit.
	 * @param limit the limit
	 * @return the threshold
	 */
	public Threshold at(double limit) {
		return new Threshold(this.above, limit);
	}

	/**
	 * Whether a value is bad.
	 * @param value the value
	 * @return whether it is beyond the limit
	 */
	boolean isCrossed(double value) {
		return this.above ? value > this.limit : value < this.limit;
	}

	/**
	 * Whether a value is good enough for an alert that fires to be over.
	 * @param value the value
	 * @return whether it has come back by the margin
	 */
	boolean isClear(double value) {
		double margin = MARGIN * Math.abs(this.limit);
		return this.above ? value <= this.limit - margin : value >= this.limit + margin;
	}

	@Override
	public String toString() {
		return (this.above ? "above " : "below ") + BigDecimal.valueOf(this.limit).stripTrailingZeros().toPlainString();
	}

}
