package io.dbmonitor.alert.metrics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.alert.AlertReading;
import io.dbmonitor.alert.Growth;
import io.dbmonitor.alert.MeterReader;
import io.dbmonitor.alert.NearNames;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.mysql.MySqlMeter;
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
		.concat(Stream.<DocumentedMeter[]>of(DatabaseMeter.values(), PostgresMeter.values(), MySqlMeter.values())
			.flatMap(Stream::of)
			.map((meter) -> meter.info().name()), Stream.of("db.client.operation.duration"))
		.collect(Collectors.toUnmodifiableSet());

	private static final int MAX_METERS = 100;

	private static final int MAX_SIMILAR = 5;

	private static final int MAX_TAGS = 10;

	private static final int DIGITS = 3;

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
		return NearNames.of(meter, this.registry.getMeters().stream().map((known) -> known.getId().getName()).toList(),
				MAX_SIMILAR);
	}

	@Override
	public Map<String, Set<String>> tags(String meter) {
		Map<String, Set<String>> tags = new TreeMap<>();
		for (Meter found : find(meter, Map.of())) {
			for (Tag tag : found.getId().getTags()) {
				if (tags.containsKey(tag.getKey()) || tags.size() < MAX_TAGS) {
					Set<String> values = tags.computeIfAbsent(tag.getKey(), (key) -> new TreeSet<>());
					if (values.size() < MAX_TAGS) {
						values.add(tag.getValue());
					}
				}
			}
		}
		return tags;
	}

	@Override
	public Function<Instant, List<AlertReading>> reader(String meter, Map<String, String> tags, Duration window) {
		Map<Meter.Id, Value> values = new HashMap<>();
		return (now) -> {
			List<Meter> meters = find(meter, tags).stream().limit(MAX_METERS).toList();
			values.keySet().retainAll(meters.stream().map(Meter::getId).toList());
			return meters.stream()
				.map((found) -> reading(found,
						values.computeIfAbsent(found.getId(), (id) -> new Value(window)).of(found, now), window))
				.toList();
		};
	}

	private Collection<Meter> find(String meter, Map<String, String> tags) {
		Search search = this.registry.find(meter);
		tags.forEach(search::tag);
		return search.meters();
	}

	private static AlertReading reading(Meter meter, double value, Duration window) {
		Map<String, String> labels = new TreeMap<>();
		for (Tag tag : meter.getId().getTags()) {
			labels.put(tag.getKey(), tag.getValue());
		}
		return new AlertReading(labels, value, summary(meter.getId(), value, " within " + window.toSeconds() + " s"));
	}

	private static String summary(Meter.Id id, double value, String within) {
		return switch (id.getType()) {
			case COUNTER -> id.getName() + " grew by " + rounded(value) + within;
			case TIMER -> "The mean of " + id.getName() + within + " is " + rounded(value) + " s";
			case DISTRIBUTION_SUMMARY -> "The mean of " + id.getName() + within + " is " + rounded(value);
			default -> id.getName() + " is " + rounded(value);
		};
	}

	private static String rounded(double value) {
		if (!Double.isFinite(value)) {
			return String.valueOf(value);
		}
		BigDecimal exact = BigDecimal.valueOf(value);
		BigDecimal rounded = (Math.abs(value) < 1) ? exact.round(new MathContext(DIGITS))
				: exact.setScale(DIGITS, RoundingMode.HALF_UP);
		return rounded.stripTrailingZeros().toPlainString();
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
