package io.dbmonitor.datasource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

/**
 * The data sources that are watched, in the order in which they were made. Data sources
 * can join at any time (lazy beans do), so whoever needs each of them asks by
 * {@link #forEach}, which also tells of those to come. Safe for use by several threads.
 */
public final class MonitoredDataSources {

	private final Faults faults;

	private final List<MonitoredDataSource> dataSources = new ArrayList<>();

	private final List<Consumer<MonitoredDataSource>> consumers = new ArrayList<>();

	/**
	 * Make an empty registry.
	 * @param faults where faults of consumers go
	 */
	public MonitoredDataSources(Faults faults) {
		this.faults = faults;
	}

	/**
	 * Return those that are watched now.
	 * @return a copy
	 */
	public synchronized List<MonitoredDataSource> all() {
		return List.copyOf(this.dataSources);
	}

	/**
	 * Hand each watched data source to the consumer, those of now at once and those to
	 * come when they come.
	 * @param consumer called on the thread that makes the data source; must not block
	 */
	public synchronized void forEach(Consumer<MonitoredDataSource> consumer) {
		this.consumers.add(consumer);
		this.dataSources.forEach((dataSource) -> tell(consumer, dataSource));
	}

	/**
	 * Add a data source. A name that is taken already gets a number behind it. One that
	 * cannot be decorated is not added.
	 * @param name the wished name
	 * @param target the data source as the application made it
	 * @param decorator decorates it under its final name
	 * @return what the decorator made of it
	 */
	synchronized DataSource add(String name, DataSource target, DataSourceDecorator decorator) {
		MonitoredDataSource dataSource = new MonitoredDataSource(unique(name), target);
		DataSource decorated = decorator.decorate(dataSource);
		this.dataSources.add(dataSource);
		this.consumers.forEach((consumer) -> tell(consumer, dataSource));
		return decorated;
	}

	private void tell(Consumer<MonitoredDataSource> consumer, MonitoredDataSource dataSource) {
		try {
			consumer.accept(dataSource);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.DATASOURCE, ex);
		}
	}

	private String unique(String name) {
		String candidate = name;
		for (int i = 2; isTaken(candidate); i++) {
			candidate = name + "-" + i;
		}
		return candidate;
	}

	private boolean isTaken(String name) {
		return this.dataSources.stream().anyMatch((dataSource) -> dataSource.name().equals(name));
	}

}
