package io.dbmonitor.benchmarks.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Times of an operation that is measured in turns, without something and with it. Safe
 * for use by several threads between the beginning and the end of a turn.
 */
final class Turns {

	/** Of the normal distribution, for 95 %. */
	private static final double Z = 1.96;

	private final List<Turn> without = new ArrayList<>();

	private final List<Turn> with = new ArrayList<>();

	private final Queue<Long> times = new ConcurrentLinkedQueue<>();

	/**
	 * Begin the next turn.
	 * @return whether it is one with what is measured
	 */
	boolean begin() {
		this.times.clear();
		return isWith();
	}

	private boolean isWith() {
		return this.with.size() < this.without.size();
	}

	void measure(Runnable operation) {
		long start = System.nanoTime();
		operation.run();
		this.times.add(System.nanoTime() - start);
	}

	/** Keep what this turn showed. */
	void end() {
		Turn turn = new Turn(this.times);
		(isWith() ? this.with : this.without).add(turn);
	}

	@Override
	public String toString() {
		if (this.with.size() < 2) {
			return "Too few turns to compare";
		}
		StringBuilder text = new StringBuilder("Without and with, in microseconds, and their ratio in pairs of turns:");
		append(text, "mean", Turn::mean);
		append(text, "p50", (turn) -> turn.percentile(0.5));
		append(text, "p90", (turn) -> turn.percentile(0.9));
		append(text, "p99", (turn) -> turn.percentile(0.99));
		append(text, "p99.9", (turn) -> turn.percentile(0.999));
		return text.toString();
	}

	/** The geometric mean of the ratios, with the error of their logarithms. */
	private void append(StringBuilder text, String name, ToDoubleFunction<Turn> figure) {
		int pairs = this.with.size();
		double[] before = this.without.subList(0, pairs).stream().mapToDouble(figure).toArray();
		double[] after = this.with.subList(0, pairs).stream().mapToDouble(figure).toArray();
		double[] logarithms = IntStream.range(0, before.length)
			.mapToDouble((i) -> Math.log(after[i] / before[i]))
			.toArray();
		double mean = average(logarithms);
		double variance = IntStream.range(0, logarithms.length)
			.mapToDouble((i) -> Math.pow(logarithms[i] - mean, 2))
			.sum() / (logarithms.length - 1);
		double error = Z * Math.sqrt(variance / logarithms.length);
		text.append("%n%6s %9.1f %9.1f %6.3f (%.3f to %.3f), %d pairs".formatted(name, average(before), average(after),
				Math.exp(mean), Math.exp(mean - error), Math.exp(mean + error), before.length));
	}

	private static double average(double[] values) {
		return IntStream.range(0, values.length).mapToDouble((i) -> values[i]).average().orElse(Double.NaN);
	}

	/** What one turn showed. */
	private static final class Turn {

		/** In nanoseconds. */
		private final long[] sorted;

		Turn(Queue<Long> times) {
			this.sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
		}

		double mean() {
			return LongStream.of(this.sorted).average().orElse(Double.NaN) / 1000;
		}

		double percentile(double part) {
			return (this.sorted.length > 0) ? this.sorted[(int) (part * (this.sorted.length - 1))] / 1000.0
					: Double.NaN;
		}

	}

}
