package io.dbmonitor.connection;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the connections of one data source were used for lately: each look at the leases
 * adds the time since the look before to the names of those who hold one. A sample, so it
 * costs the holders nothing. Bounded: the last five minutes, and names beyond the limit
 * count as {@value #OTHER}. Safe for use by several threads.
 */
final class PoolUse {

	/** Where names beyond the limit count. */
	static final String OTHER = "other";

	private static final int MAX_NAMES = 200;

	private static final int SLICES = 5;

	private static final double SLICE_SECONDS = 60;

	private final Deque<Slice> slices = new ArrayDeque<>();

	/**
	 * Add a look.
	 * @param names what each lease of now is for
	 * @param seconds the time since the look before
	 */
	synchronized void add(List<String> names, double seconds) {
		Slice slice = this.slices.peekLast();
		if (slice == null || slice.seconds + seconds > SLICE_SECONDS) {
			slice = new Slice();
			this.slices.add(slice);
			if (this.slices.size() > SLICES) {
				this.slices.removeFirst();
			}
		}
		slice.seconds += seconds;
		for (String name : names) {
			boolean admitted = slice.byName.size() < MAX_NAMES || slice.byName.containsKey(name);
			slice.byName.merge(admitted ? name : OTHER, seconds, Double::sum);
		}
	}

	/**
	 * Return what connections were used for.
	 * @return shares of all connection-seconds, the largest first
	 */
	synchronized List<PoolShare> shares() {
		Map<String, Double> byName = new HashMap<>();
		this.slices
			.forEach((slice) -> slice.byName.forEach((name, seconds) -> byName.merge(name, seconds, Double::sum)));
		double total = byName.values().stream().mapToDouble(Double::doubleValue).sum();
		return byName.entrySet()
			.stream()
			.map((entry) -> new PoolShare(entry.getKey(), entry.getValue(), entry.getValue() / total))
			.sorted(Comparator.comparingDouble(PoolShare::connectionSeconds).reversed())
			.toList();
	}

	private static final class Slice {

		private double seconds;

		private final Map<String, Double> byName = new HashMap<>();

	}

}
