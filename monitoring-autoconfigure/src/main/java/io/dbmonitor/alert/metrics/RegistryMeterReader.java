package io.dbmonitor.alert.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.alert.AlertReading;
import io.dbmonitor.alert.Growth;
import io.dbmonitor.alert.MeterReader;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.postgresql.PostgresMeter;
import io.dbmonitor.meter.DocumentedMeter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.search.Search;

/**
 * Reads the meters of a registry.
 */
public final class RegistryMeterReader implements MeterReader {

	/** The monitor's own that come with the first sample or statement. */
	private static final Set<String> LATER = Stream
		.concat(Stream.<DocumentedMeter[]>of(DatabaseMeter.values(), PostgresMeter.values())
			.flatMap(Stream::of)
			.map((meter) -> meter.info().name()), Stream.of("db.client.operation.duration"))
		.collect(Collectors.toUnmodifiableSet());

	private static final int MAX_METERS = 100;

	private static final int MAX_SIMILAR = 5;

	private final MeterRegistry registry;

	/**
	 * Make a reader.
	 * @param registry the registry
	 */
	public RegistryMeterReader(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean knows(String meter, Map<String, String> tags) {
		return LATER.contains(meter) || !find(meter, tags).isEmpty();
	}

	@Override
	public List<String> similar(String meter) {
		return this.registry.getMeters()
			.stream()
			.map((known) -> known.getId().getName())
			.distinct()
			.sorted(Comparator.comparingInt((String name) -> -common(name, meter))
				.thenComparing(Comparator.naturalOrder()))
			.limit(MAX_SIMILAR)
			.toList();
	}

	/** How many characters at the beginning are the same. */
	private static int common(String one, String other) {
		int length = 0;
		while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
			length++;
		}
		return length;
	}

	@Override
	public Function<Instant, List<AlertReading>> reader(String meter, Map<String, String> tags, Duration window) {
		Map<Meter.Id, Value> values = new HashMap<>();
		return (now) -> {
			List<Meter> meters = find(meter, tags).stream().limit(MAX_METERS).toList();
			values.keySet().retainAll(meters.stream().map(Meter::getId).toList());
			return meters.stream()
				.map((found) -> reading(found,
						values.computeIfAbsent(found.getId(), (id) -> new Value(window)).of(found, now)))
				.toList();
		};
	}

	private Collection<Meter> find(String meter, Map<String, String> tags) {
		Search search = this.registry.find(meter);
		tags.forEach(search::tag);
		return search.meters();
	}

	private static AlertReading reading(Meter meter, double value) {
		Map<String, String> labels = new TreeMap<>();
		for (Tag tag : meter.getId().getTags()) {
			labels.put(tag.getKey(), tag.getValue());
		}
		return new AlertReading(labels, value, meter.getId().getName() + " is " + value);
	}

	/** What one meter says, counted within a window where it counts. */
	private static final class Value {

		private final Growth growth;

		private final Growth total;

		Value(Duration window) {
			this.growth = new Growth(window);
			this.total = new Growth(window);
		}

		double of(Meter meter, Instant now) {
			return meter.match((gauge) -> gauge.value(), (counter) -> this.growth.at(now, counter.count()),
					(timer) -> mean((double) timer.count(), timer.totalTime(TimeUnit.SECONDS), now),
					(summary) -> mean((double) summary.count(), summary.totalAmount(), now),
					(longTask) -> longTask.max(TimeUnit.SECONDS), (gauge) -> gauge.value(TimeUnit.SECONDS),
					(counter) -> this.growth.at(now, counter.count()),
					(timer) -> mean(timer.count(), timer.totalTime(TimeUnit.SECONDS), now), (other) -> Double.NaN);
		}

		/** Where nothing was recorded there is no mean, and nothing is known. */
		private double mean(double count, double total, Instant now) {
			double counted = this.growth.at(now, count);
			double grown = this.total.at(now, total);
			return (counted > 0) ? grown / counted : Double.NaN;
		}

	}

}
