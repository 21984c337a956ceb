package io.dbmonitor.connection.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.dbmonitor.connection.LeaseRegistry;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.PoolSnapshot;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.meter.DurationHistogram;
import io.dbmonitor.meter.MeterInfo;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds pools and leases. Gauges of a pool that is not started yet are
 * {@link Double#NaN}.
 */
public final class ConnectionMeters implements MeterBinder {

	private final MonitoredDataSources dataSources;

	private final Pools pools;

	private final Leases leases;

	public ConnectionMeters(MonitoredDataSources dataSources, Pools pools, Leases leases) {
		this.dataSources = dataSources;
		this.pools = pools;
		this.leases = leases;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.dataSources.forEach((dataSource) -> {
			bindLeases(registry, dataSource);
			if (this.pools.isPool(dataSource)) {
				bindPool(registry, dataSource);
			}
		});
	}

	private void bindPool(MeterRegistry registry, MonitoredDataSource dataSource) {
		Tags tags = Tags.of("datasource", dataSource.name());
		Tags active = tags.and("state", "active");
		Tags idle = tags.and("state", "idle");
		gauge(registry, ConnectionMeter.CONNECTIONS, active, dataSource, PoolSnapshot::active);
		gauge(registry, ConnectionMeter.CONNECTIONS, idle, dataSource, PoolSnapshot::idle);
		gauge(registry, ConnectionMeter.PENDING, tags, dataSource, PoolSnapshot::pending);
		gauge(registry, ConnectionMeter.MAX, tags, dataSource, PoolSnapshot::max);
		gauge(registry, ConnectionMeter.SATURATION, tags, dataSource, PoolSnapshot::saturation);
	}

	private void gauge(MeterRegistry registry, ConnectionMeter meter, Tags tags, MonitoredDataSource dataSource,
			Function<PoolSnapshot, @Nullable Number> value) {
		MeterInfo info = meter.info();
		Gauge.builder(info.name(), this,
				(meters) -> meters.pools.snapshot(dataSource).map(value).map(Number::doubleValue).orElse(Double.NaN))
			.description(info.description())
			.tags(tags)
			.register(registry);
	}

	private static void physical(MeterRegistry registry, LeaseRegistry leases, Tags tags,
			ToDoubleFunction<LeaseRegistry> value) {
		FunctionCounter.builder(ConnectionMeter.PHYSICAL.info().name(), leases, value)
			.description(ConnectionMeter.PHYSICAL.info().description())
			.tags(tags)
			.register(registry);
	}

	private void bindLeases(MeterRegistry registry, MonitoredDataSource dataSource) {
		LeaseRegistry leases = this.leases.of(dataSource.name());
		MeterInfo longest = ConnectionMeter.LEASE_LONGEST.info();
		TimeGauge.builder(longest.name(), leases, TimeUnit.SECONDS, LeaseRegistry::longestSeconds)
			.description(longest.description())
			.tag("datasource", dataSource.name())
			.register(registry);
		Gauge.builder(ConnectionMeter.LEAKS.info().name(), this.leases, (all) -> all.suspectedLeaks(dataSource.name()))
			.description(ConnectionMeter.LEAKS.info().description())
			.tag("datasource", dataSource.name())
			.register(registry);
		MeterInfo lease = ConnectionMeter.LEASE.info();
		FunctionTimer
			.builder(lease.name(), leases.durations(), DurationHistogram::count, DurationHistogram::sum,
					TimeUnit.NANOSECONDS)
			.description(lease.description())
			.tag("datasource", dataSource.name())
			.register(registry);
		Tags tags = Tags.of("datasource", dataSource.name());
		physical(registry, leases, tags.and("event", "opened"), LeaseRegistry::openedConnections);
		physical(registry, leases, tags.and("event", "closed"), LeaseRegistry::closedConnections);
	}

}
