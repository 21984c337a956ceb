package io.dbmonitor.query.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.ExecutionObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Times executions. Statements run before there is a meter registry (migrations, schema
 * validation), and asking for the registry then would change the order in which the
 * application starts; so the first executions wait until the registry is bound.
 */
public final class QueryMeters implements MeterBinder, ExecutionObserver.Factory {

	private final Faults faults;

	private final List<DataSourceTimers> dataSources = new CopyOnWriteArrayList<>();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	public QueryMeters(Faults faults) {
		this.faults = faults;
	}

	@Override
	public synchronized ExecutionObserver observe(MonitoredDataSource dataSource) {
		DataSourceTimers timers = new DataSourceTimers(dataSource.name(), dataSource.product().systemName(),
				this.faults);
		this.dataSources.add(timers);
		this.registries.forEach(timers::bindTo);
		return timers;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.dataSources.forEach((timers) -> timers.bindTo(registry));
	}

}
