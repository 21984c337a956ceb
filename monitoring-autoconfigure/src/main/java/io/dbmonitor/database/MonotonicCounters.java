package io.dbmonitor.database;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the database's counters growing: after a reset of the server's statistics they go
 * on from where they were. Written by the sampler's thread, read by any.
 */
final class MonotonicCounters {

	private final Map<DatabaseCounter, Long> lastRaw = new EnumMap<>(DatabaseCounter.class);

	private final Map<DatabaseCounter, Long> carried = new EnumMap<>(DatabaseCounter.class);

	private final Map<DatabaseCounter, Long> values = new ConcurrentHashMap<>();

	void update(Map<DatabaseCounter, Long> raw) {
		raw.forEach((counter, value) -> {
			long last = this.lastRaw.getOrDefault(counter, 0L);
			if (value < last) {
				this.carried.merge(counter, last, Long::sum);
			}
			this.lastRaw.put(counter, value);
			this.values.put(counter, value + this.carried.getOrDefault(counter, 0L));
		});
	}

	/**
	 * Return a counter's value.
	 * @param counter the counter
	 * @return the value, {@link Double#NaN} before the first sample
	 */
	double value(DatabaseCounter counter) {
		Long value = this.values.get(counter);
		return (value != null) ? value : Double.NaN;
	}

}
