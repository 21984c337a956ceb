package io.dbmonitor.query;

import io.dbmonitor.meter.DurationBuckets;
import io.dbmonitor.meter.Rounded;

/**
 * What the executions of all statements of a data source add up to. Immutable.
 */
public final class QueryTotals {

	private final long[] counts;

	private final long executions;

	private final long errors;

	private QueryTotals(long[] counts, long executions, long errors) {
		this.counts = counts;
		this.executions = executions;
		this.errors = errors;
	}

	static QueryTotals of(Iterable<Figures> statements) {
		long[] counts = new long[DurationBuckets.COUNT];
		long executions = 0;
		long errors = 0;
		for (Figures statement : statements) {
			for (int bucket = 0; bucket < counts.length; bucket++) {
				counts[bucket] += statement.counts()[bucket];
			}
			executions += statement.calls();
			errors += statement.errors();
		}
		return new QueryTotals(counts, executions, errors);
	}

	/**
	 * Return how many executions there were.
	 * @return the number, failed ones among them
	 */
	public long executions() {
		return this.executions;
	}

	/**
	 * Return how many executions failed.
	 * @return the number
	 */
	public long errors() {
		return this.errors;
	}

	/**
	 * Estimate a quantile of the durations.
	 * @param quantile between 0 and 1
	 * @return milliseconds, {@link Double#NaN} without executions
	 */
	public double quantileMillis(double quantile) {
		if (this.executions == 0) {
			return Double.NaN;
		}
		return Rounded.millis(
				new Figures(0, this.counts, this.executions, this.errors, 0, 0, 0, Long.MAX_VALUE).quantile(quantile));
	}

	/**
	 * Return what was added since.
	 * @param earlier the sums of an earlier moment
	 * @return the difference
	 */
	public QueryTotals since(QueryTotals earlier) {
		long[] added = new long[this.counts.length];
		for (int bucket = 0; bucket < added.length; bucket++) {
			added[bucket] = this.counts[bucket] - earlier.counts[bucket];
		}
		return new QueryTotals(added, this.executions - earlier.executions, this.errors - earlier.errors);
	}

}
