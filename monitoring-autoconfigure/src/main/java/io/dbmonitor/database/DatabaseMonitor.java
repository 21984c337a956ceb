package io.dbmonitor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.SmartLifecycle;

/**
 * Runs a sampler for each watched data source whose database an inspector knows, from the
 * start of the application context to its stop, and answers from the samples. Safe for
 * use by several threads; never waits for a database.
 */
public final class DatabaseMonitor implements SmartLifecycle {

	private final MonitoredDataSources dataSources;

	private final List<DatabaseInspector> inspectors;

	private final SamplerSettings settings;

	private final InstantSource clock;

	private final Faults faults;

	private final MonitorConnections connections = new MonitorConnections();

	private final Map<String, DatabaseSampler> samplers = new ConcurrentHashMap<>();

	private final Map<String, DatabaseState> unsupported = new ConcurrentHashMap<>();

	private final List<BiConsumer<MonitoredDataSource, DatabaseSnapshot>> consumers = new CopyOnWriteArrayList<>();

	private final List<BiConsumer<MonitoredDataSource, Set<Figure>>> figureConsumers = new CopyOnWriteArrayList<>();

	private final List<BiConsumer<MonitoredDataSource, List<ServerStatement>>> statementConsumers = new CopyOnWriteArrayList<>();

	private final AtomicBoolean listening = new AtomicBoolean();

	private volatile boolean running;

	/**
	 * Make a monitor.
	 * @param dataSources what to watch
	 * @param inspectors the kinds of databases that can be inspected
	 * @param settings how samples are taken
	 * @param clock the clock that dates samples
	 * @param faults where faults go
	 */
	public DatabaseMonitor(MonitoredDataSources dataSources, List<DatabaseInspector> inspectors,
			SamplerSettings settings, InstantSource clock, Faults faults) {
		this.dataSources = dataSources;
		this.inspectors = List.copyOf(inspectors);
		this.settings = settings;
		this.clock = clock;
		this.faults = faults;
	}

	/**
	 * Return what is known of a data source's database.
	 * @param dataSource the data source's name
	 * @return the state, empty for a data source that is not watched
	 */
	public Optional<DatabaseState> state(String dataSource) {
		DatabaseSampler sampler = this.samplers.get(dataSource);
		return (sampler != null) ? Optional.of(sampler.state().asOf(this.clock.instant(), this.settings.maxAge()))
				: Optional.ofNullable(this.unsupported.get(dataSource));
	}

	/**
	 * Return the last sample of a data source's database if it is fresh.
	 * @param dataSource the data source's name
	 * @return the sample, empty where there is none that speaks for now
	 */
	public Optional<DatabaseSnapshot> fresh(String dataSource) {
		return state(dataSource).flatMap((state) -> state.fresh(this.clock.instant(), this.settings.maxAge()));
	}

	/**
	 * Return the last look at the storage of a data source's database if it is fresh.
	 * @param dataSource the data source's name
	 * @return the look, empty where there is none that speaks for now
	 */
	public Optional<StorageSnapshot> freshStorage(String dataSource) {
		return state(dataSource).flatMap((state) -> state.freshStorage(this.clock.instant(), this.settings));
	}

	/**
	 * Return the age of the last sample that succeeded.
	 * @param dataSource the data source's name
	 * @return seconds, {@link Double#NaN} before the first
	 */
	public double sampleAgeSeconds(String dataSource) {
		return state(dataSource).map(DatabaseState::last)
			.map((last) -> (this.clock.millis() - last.sampledAt().toEpochMilli()) / 1e3)
			.orElse(Double.NaN);
	}

	/**
	 * Return a figure.
	 * @param dataSource the data source's name
	 * @param figure the figure
	 * @return a counter as of the last sample, which never goes down; what goes up and
	 * down only while a fresh sample speaks for now; else {@link Double#NaN}
	 */
	public double value(String dataSource, Figure figure) {
		DatabaseSampler sampler = this.samplers.get(dataSource);
		return (sampler != null) ? sampler.value(figure) : Double.NaN;
	}

	/**
	 * Return what a figure is of that is the worst of several, or counts them.
	 * @param dataSource the data source's name
	 * @param figure the figure
	 * @return such as the name of a sequence; empty where no fresh sample tells
	 */
	public Optional<String> name(String dataSource, Figure figure) {
		return Stream
			.concat(fresh(dataSource).map((sample) -> sample.activity().figures()).stream(),
					freshStorage(dataSource).map((look) -> look.storage().figures()).stream())
			.flatMap((figures) -> Stream.ofNullable(figures.names().get(figure)))
			.findFirst();
	}

	/**
	 * Hand each sample to come to a consumer.
	 * @param consumer called on the sampler's thread
	 */
	public void onSample(BiConsumer<MonitoredDataSource, DatabaseSnapshot> consumer) {
		this.consumers.add(consumer);
	}

	/**
	 * Hand what each look to come finds to a consumer: all its figures, whose values are
	 * to be had from then on.
	 * @param consumer called on the sampler's thread
	 */
	public void onFigures(BiConsumer<MonitoredDataSource, Set<Figure>> consumer) {
		this.figureConsumers.add(consumer);
	}

	/**
	 * Hand the statements that each look at the storage to come finds to a consumer, who
	 * keeps of them what is needed: nobody else does.
	 * @param consumer called on the sampler's thread, before the look is to be had
	 */
	public void onStatements(BiConsumer<MonitoredDataSource, List<ServerStatement>> consumer) {
		this.statementConsumers.add(consumer);
	}

	/**
	 * Hand each data source whose database can be sampled to a consumer, those to come
	 * too.
	 * @param consumer called on the thread that makes the data source; must not block
	 */
	public void onSupported(Consumer<MonitoredDataSource> consumer) {
		this.dataSources.forEach((dataSource) -> {
			if (inspector(dataSource).isPresent()) {
				consumer.accept(dataSource);
			}
		});
	}

	/**
	 * Do something to a session, over a connection of its own. Waits for the database,
	 * with time-outs.
	 * @param dataSource the data source whose database it is on
	 * @param action what to do
	 * @param pid the session
	 * @param since since when the number is its own
	 * @return whether the session was there and the server has done it
	 * @throws SessionPrivilegeException if the monitor's user may not do it
	 * @throws SQLException if the database does not answer
	 */
	public boolean act(MonitoredDataSource dataSource, SessionAction action, int pid, Instant since)
			throws SQLException {
		DatabaseInspector inspector = inspector(dataSource)
			.orElseThrow(() -> new SQLException("Sessions of " + dataSource.product().name() + " are not supported"));
		try (Connection connection = this.connections.open(dataSource,
				inspector.connectionProperties(this.settings.timeout()), this.settings.socketTimeout())) {
			return inspector.act(connection, action, pid, since);
		}
	}

	@Override
	public void start() {
		this.running = true;
		// Data sources are handed out under their registry's lock, so no other is held
		// here
		if (this.listening.compareAndSet(false, true)) {
			this.dataSources.forEach(this::watch);
		}
		else {
			this.dataSources.all().forEach(this::watch);
		}
	}

	private void watch(MonitoredDataSource dataSource) {
		try {
			watchIfRunning(dataSource);
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.report(Feature.DATABASE, ex);
		}
	}

	private synchronized void watchIfRunning(MonitoredDataSource dataSource) {
		if (this.running) {
			inspector(dataSource).ifPresentOrElse((inspector) -> sample(dataSource, inspector),
					() -> this.unsupported.put(dataSource.name(), unsupported(dataSource)));
		}
	}

	private Optional<DatabaseInspector> inspector(MonitoredDataSource dataSource) {
		DatabaseDriver driver = dataSource.driver();
		return dataSource.isPrivate() ? Optional.empty()
				: this.inspectors.stream().filter((inspector) -> inspector.supports(driver)).findFirst();
	}

	private void sample(MonitoredDataSource dataSource, DatabaseInspector inspector) {
		DatabaseSampler sampler = new DatabaseSampler(dataSource, inspector, this.settings, this.connections,
				this.clock, this.faults,
				(snapshot) -> this.consumers.forEach((consumer) -> consumer.accept(dataSource, snapshot)),
				(figures) -> this.figureConsumers.forEach((consumer) -> consumer.accept(dataSource, figures)),
				(statements) -> this.statementConsumers.forEach((consumer) -> consumer.accept(dataSource, statements)));
		this.samplers.put(dataSource.name(), sampler);
		sampler.start();
	}

	private static DatabaseState unsupported(MonitoredDataSource dataSource) {
		String product = dataSource.product().name();
		return new DatabaseState(
				new DatabaseState.Support(false, dataSource.isPrivate() ? "a private in-memory " + product : product),
				null, null, null, null);
	}

	@Override
	public void stop() {
		List<DatabaseSampler> ended;
		synchronized (this) {
			this.running = false;
			ended = List.copyOf(this.samplers.values());
		}
		ended.forEach(DatabaseSampler::stop);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
