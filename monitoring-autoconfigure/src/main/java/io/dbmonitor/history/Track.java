package io.dbmonitor.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The values of one figure, as many as the history has points. For one thread at a time.
 */
final class Track {

	private final double[] values;

	Track(int points) {
		this.values = new double[points];
		Arrays.fill(this.values, Double.NaN);
	}

	void set(int place, double value) {
		this.values[place] = value;
	}

	/**
	 * Return values in their order.
	 * @param from the place of the first
	 * @param count how many, going on at the beginning behind the end
	 * @return the values, {@code null} for what is not known
	 */
	List<@Nullable Double> values(int from, int count) {
		List<@Nullable Double> values = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			double value = this.values[(from + i) % this.values.length];
			values.add(Double.isNaN(value) ? null : Double.valueOf(value));
		}
		return values;
	}

	boolean isEmpty() {
		return Arrays.stream(this.values).allMatch(Double::isNaN);
	}

}
