package io.dbmonitor.database.metrics;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.DatabaseState;
import io.dbmonitor.database.Figure;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.meter.MeterInfo;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the figures of the samples. Gauges are {@link Double#NaN} as long as no fresh
 * sample speaks for now; counters hold their last value and are bound with the first
 * sample that has them, since a scrape takes NaN in a counter for a number.
 */
public final class DatabaseMeters implements MeterBinder {

	private final DatabaseMonitor monitor;

	public DatabaseMeters(DatabaseMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Set<Bound> bound = ConcurrentHashMap.newKeySet();
		this.monitor.onSupported((dataSource) -> {
			bindSampler(registry, dataSource.name());
			// Those without further tags are there before the first sample
			Arrays.stream(DatabaseMeter.values())
				.map(DatabaseMeter::info)
				.filter((info) -> info.kind() == MeterInfo.Kind.GAUGE && info.tags().size() == 1)
				.forEach((info) -> bind(registry, bound, dataSource, new Figure(info, List.of())));
		});
		this.monitor
			.onFigures((dataSource, figures) -> figures.forEach((figure) -> bind(registry, bound, dataSource, figure)));
		this.monitor.onSample((dataSource, snapshot) -> timer(registry, dataSource).record(snapshot.took()));
	}

	private void bindSampler(MeterRegistry registry, String dataSource) {
		Tags tags = Tags.of("datasource", dataSource);
		gauge(registry, SamplerMeter.UP.info(), tags,
				(monitor) -> monitor.state(dataSource)
					.map(DatabaseState::reachable)
					.map((up) -> up ? 1.0 : 0.0)
					.orElse(Double.NaN));
		gauge(registry, SamplerMeter.SAMPLE_AGE.info(), tags, (monitor) -> monitor.sampleAgeSeconds(dataSource));
	}

	private void bind(MeterRegistry registry, Set<Bound> bound, MonitoredDataSource dataSource, Figure figure) {
		String name = dataSource.name();
		if (!bound.add(new Bound(name, figure))) {
			return;
		}
		MeterInfo info = figure.meter();
		ToDoubleFunction<DatabaseMonitor> value = (monitor) -> monitor.value(name, figure);
		if (figure.isCounter()) {
			FunctionCounter.builder(info.name(), this.monitor, value)
				.description(info.description())
				.baseUnit(info.unit())
				.tags(tags(name, figure))
				.register(registry);
		}
		else {
			gauge(registry, info, tags(name, figure), value);
		}
	}

	private static Tags tags(String dataSource, Figure figure) {
		Iterator<String> values = figure.tagValues().iterator();
		return figure.meter()
			.tags()
			.stream()
			.skip(1)
			.map((key) -> Tags.of(key, values.next()))
			.reduce(Tags.of("datasource", dataSource), Tags::and);
	}

	private void gauge(MeterRegistry registry, MeterInfo info, Tags tags, ToDoubleFunction<DatabaseMonitor> value) {
		Gauge.builder(info.name(), this.monitor, value)
			.description(info.description())
			.baseUnit(info.unit())
			.tags(tags)
			.register(registry);
	}

	private static Timer timer(MeterRegistry registry, MonitoredDataSource dataSource) {
		MeterInfo info = SamplerMeter.SAMPLE_DURATION.info();
		return Timer.builder(info.name())
			.description(info.description())
			.tag("datasource", dataSource.name())
			.register(registry);
	}

	private record Bound(String dataSource, Figure figure) {
	}

}
