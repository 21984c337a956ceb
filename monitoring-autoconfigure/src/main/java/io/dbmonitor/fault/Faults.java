package io.dbmonitor.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the monitor's own faults end: counted, logged at most once a minute for each
 * feature, and never thrown at the application. Also counts what a bound cut off. Safe
 * for use by any number of threads; never throws but what nobody may keep back, a
 * {@link VirtualMachineError}. So whoever calls code of others catches all that it
 * throws, sneaky checked exceptions and assertions among it, and reports it here.
 */
public final class Faults {

	private static final Logger logger = LoggerFactory.getLogger(Faults.class);

	private static final long LOG_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private final Map<Feature, Count> counts = new EnumMap<>(Feature.class);

	public Faults() {
		this(System::nanoTime);
	}

	Faults(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		for (Feature feature : Feature.values()) {
			this.counts.put(feature, new Count(nanoTime.getAsLong() - LOG_INTERVAL_NANOS));
		}
	}

	/**
	 * Report a fault of the monitor.
	 * @param feature where it happened
	 * @param fault what was thrown
	 * @throws VirtualMachineError if that is what was thrown
	 */
	public void report(Feature feature, Throwable fault) {
		if (fault instanceof VirtualMachineError error) {
			throw error;
		}
		if (fault instanceof InterruptedException) {
			// Whoever threw it has taken the sign that somebody else waits for
			Thread.currentThread().interrupt();
		}
		Count count = count(feature);
		count.faults.increment();
		long now = this.nanoTime.getAsLong();
		long last = count.lastLogged.get();
		if (now - last >= LOG_INTERVAL_NANOS && count.lastLogged.compareAndSet(last, now)) {
			logger.warn("A fault in dbmonitor's feature '{}' was kept from the application ({} so far)", feature.id(),
					count.faults.sum(), fault);
		}
	}

	/**
	 * Count something that a bound cut off.
	 * @param feature whose bound it was
	 */
	public void overflow(Feature feature) {
		overflow(feature, 1);
	}

	/**
	 * Count what a bound cut off.
	 * @param feature whose bound it was
	 * @param count how much
	 */
	public void overflow(Feature feature, long count) {
		count(feature).overflows.add(count);
	}

	/**
	 * Return how many faults a feature had since start.
	 * @param feature the feature
	 * @return the number of faults
	 */
	public long faults(Feature feature) {
		return count(feature).faults.sum();
	}

	/**
	 * Return how often a bound of a feature cut something off since start.
	 * @param feature the feature
	 * @return the number of overflows
	 */
	public long overflows(Feature feature) {
		return count(feature).overflows.sum();
	}

	private Count count(Feature feature) {
		Count count = this.counts.get(feature);
		if (count == null) {
			throw new IllegalArgumentException("Unknown feature " + feature);
		}
		return count;
	}

	private static final class Count {

		private final LongAdder faults = new LongAdder();

		private final LongAdder overflows = new LongAdder();

		private final AtomicLong lastLogged;

		private Count(long lastLogged) {
			this.lastLogged = new AtomicLong(lastLogged);
		}

	}

}
