package io.dbmonitor.database.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.dbmonitor.database.DatabaseCounter;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.DatabaseState;
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
 * sample, since a scrape takes NaN in a counter for a number.
 */
public final class DatabaseMeters implements MeterBinder {

	private static final Map<DatabaseCounter, CounterMeter> COUNTERS = Map.of(DatabaseCounter.COMMITS,
			new CounterMeter(DatabaseMeter.TRANSACTIONS, Tags.of("outcome", "commit")), DatabaseCounter.ROLLBACKS,
			new CounterMeter(DatabaseMeter.TRANSACTIONS, Tags.of("outcome", "rollback")), DatabaseCounter.DEADLOCKS,
			new CounterMeter(DatabaseMeter.DEADLOCKS, Tags.empty()), DatabaseCounter.ROWS_FETCHED,
			new CounterMeter(DatabaseMeter.ROWS, Tags.of("operation", "fetch")), DatabaseCounter.ROWS_INSERTED,
			new CounterMeter(DatabaseMeter.ROWS, Tags.of("operation", "insert")), DatabaseCounter.ROWS_UPDATED,
			new CounterMeter(DatabaseMeter.ROWS, Tags.of("operation", "update")), DatabaseCounter.ROWS_DELETED,
			new CounterMeter(DatabaseMeter.ROWS, Tags.of("operation", "delete")));

	private final DatabaseMonitor monitor;

	public DatabaseMeters(DatabaseMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.monitor.onSupported((dataSource) -> bindGauges(registry, dataSource));
		Set<Tags> boundStates = ConcurrentHashMap.newKeySet();
		Set<String> boundCounters = ConcurrentHashMap.newKeySet();
		this.monitor.onSample((dataSource, snapshot) -> {
			// A server that was upgraded can know more states than before
			snapshot.sessionsByState().keySet().forEach((state) -> {
				Tags tags = Tags.of("datasource", dataSource.name(), "state", state);
				if (boundStates.add(tags)) {
					fresh(registry, DatabaseMeter.SESSIONS, dataSource, tags,
							(fresh) -> fresh.sessionsByState().getOrDefault(state, 0));
				}
			});
			if (boundCounters.add(dataSource.name())) {
				COUNTERS.forEach((counter, meter) -> bindCounter(registry, dataSource, counter, meter));
			}
			timer(registry, dataSource).record(snapshot.took());
		});
	}

	private void bindGauges(MeterRegistry registry, MonitoredDataSource dataSource) {
		String name = dataSource.name();
		Tags tags = Tags.of("datasource", name);
		gauge(registry, DatabaseMeter.UP, tags,
				(monitor) -> monitor.state(name)
					.map(DatabaseState::reachable)
					.map((up) -> up ? 1.0 : 0.0)
					.orElse(Double.NaN));
		gauge(registry, DatabaseMeter.SAMPLE_AGE, tags, (monitor) -> monitor.sampleAgeSeconds(name));
		fresh(registry, DatabaseMeter.SESSIONS_MAX, dataSource, tags, (snapshot) -> snapshot.identity().maxSessions());
		fresh(registry, DatabaseMeter.SESSIONS_BLOCKED, dataSource, tags, DatabaseSnapshot::blocked);
		fresh(registry, DatabaseMeter.QUERY_OLDEST, dataSource, tags, DatabaseSnapshot::oldestQuerySeconds);
		fresh(registry, DatabaseMeter.TRANSACTION_OLDEST, dataSource, tags, DatabaseSnapshot::oldestTransactionSeconds);
	}

	private void fresh(MeterRegistry registry, DatabaseMeter meter, MonitoredDataSource dataSource, Tags tags,
			ToDoubleFunction<DatabaseSnapshot> value) {
		gauge(registry, meter, tags,
				(monitor) -> monitor.fresh(dataSource.name()).map(value::applyAsDouble).orElse(Double.NaN));
	}

	private void gauge(MeterRegistry registry, DatabaseMeter meter, Tags tags,
			ToDoubleFunction<DatabaseMonitor> value) {
		MeterInfo info = meter.info();
		Gauge.builder(info.name(), this.monitor, value)
			.description(info.description())
			.baseUnit(info.unit())
			.tags(tags)
			.register(registry);
	}

	private void bindCounter(MeterRegistry registry, MonitoredDataSource dataSource, DatabaseCounter counter,
			CounterMeter meter) {
		MeterInfo info = meter.meter().info();
		FunctionCounter.builder(info.name(), this.monitor, (monitor) -> monitor.counter(dataSource.name(), counter))
			.description(info.description())
			.tags(Tags.of("datasource", dataSource.name()).and(meter.tags()))
			.register(registry);
	}

	private static Timer timer(MeterRegistry registry, MonitoredDataSource dataSource) {
		MeterInfo info = DatabaseMeter.SAMPLE_DURATION.info();
		return Timer.builder(info.name())
			.description(info.description())
			.tag("datasource", dataSource.name())
			.register(registry);
	}

	private record CounterMeter(DatabaseMeter meter, Tags tags) {
	}

}
