package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.EntityRows;
import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.SmartLifecycle;

/**
 * The triggers that record what any program writes to PostgreSQL, and the thread that
 * joins it to what the application knows of. Everything goes over connections of the
 * monitor's own, outside the pools. Safe for use by several threads.
 */
public final class AuditTriggers implements SmartLifecycle {

	/** Of a large transaction the rows are read for minutes. */
	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final MonitoredDataSources dataSources;

	private final EntityRows rows;

	private final TriggerSettings settings;

	private final AuditRecorder recorder;

	private final Faults faults;

	private final MonitorConnections connections = new MonitorConnections();

	private final Map<String, DatabaseTriggers> databases = new ConcurrentHashMap<>();

	/** Of the thread that joins. */
	private final Map<String, Connection> open = new LinkedHashMap<>();

	private final BackgroundTask task;

	/**
	 * Make triggers.
	 * @param dataSources which of them lead to PostgreSQL
	 * @param rows what the mapper knows of rows
	 * @param settings how to use triggers
	 * @param recorder counts what was found
	 * @param faults where faults go
	 */
	public AuditTriggers(MonitoredDataSources dataSources, EntityRows rows, TriggerSettings settings,
			AuditRecorder recorder, Faults faults) {
		this.recorder = recorder;
		this.dataSources = dataSources;
		this.rows = rows;
		this.settings = settings;
		this.faults = faults;
		this.task = new BackgroundTask("dbmonitor-triggers", this::run, Feature.AUDIT, faults);
	}

	/**
	 * Install the triggers, as far as they are missing. What is there stays. Blocks.
	 * @throws TriggerException if they cannot be installed; nothing has changed in that
	 * database then
	 */
	public void install() {
		onEach("Triggers cannot be installed", DatabaseTriggers::install);
	}

	/**
	 * Remove all triggers, and join what they recorded. Blocks, as long as the
	 * application is waited for ({@code patience}) at most where that is needed.
	 * @throws TriggerException if they cannot be removed; nothing has changed in that
	 * database then
	 */
	public void remove() {
		onEach("Triggers cannot be removed", DatabaseTriggers::remove);
	}

	/**
	 * Examine the tables now, and join what was committed. Blocks.
	 * @throws TriggerException if that fails; it goes on later
	 */
	public void join() {
		onEach("What triggers recorded cannot be joined", (triggers, connection) -> {
			triggers.examine(connection);
			triggers.join(connection, true);
		});
	}

	/**
	 * Return the statements that install and remove the triggers, for somebody who may.
	 * Blocks.
	 * @return by data source
	 * @throws TriggerException if a database cannot be asked
	 */
	public List<Scripts> scripts() {
		List<Scripts> scripts = new ArrayList<>();
		onEach("The tables cannot be examined", (triggers, connection) -> scripts.add(triggers.scripts(connection)));
		return scripts;
	}

	/**
	 * Return the tables whose rows are to be recorded, as they were found last.
	 * @return the tables of all databases
	 */
	public List<AuditedTable> tables() {
		return this.databases.values().stream().flatMap((triggers) -> triggers.tables().stream()).toList();
	}

	/**
	 * Return what other programs can write unseen.
	 * @return their names: tables whose triggers are missing, and collections whose rows
	 * do not tell all
	 */
	public List<String> unseen() {
		List<String> unseen = new ArrayList<>();
		tables().stream().filter((table) -> !table.active()).forEach((table) -> unseen.add(table.name()));
		for (String dataSource : dataSourceNames()) {
			this.rows.unreadableCollections(dataSource).forEach((collection, table) -> {
				if (!isRecordedAsColumns(dataSource, table)) {
					unseen.add(collection);
				}
			});
		}
		return unseen;
	}

	private boolean isRecordedAsColumns(String dataSource, String table) {
		return this.rows.readers(dataSource, table).isEmpty()
				&& tables().stream().anyMatch((known) -> known.active() && known.name().equals(table));
	}

	/**
	 * Return the data sources whose databases can have triggers.
	 * @return their names
	 */
	public List<String> dataSourceNames() {
		return postgres().stream().map(MonitoredDataSource::name).toList();
	}

	/**
	 * Return how many changes were found that no transaction of the application owns.
	 * @param dataSource the name of a data source
	 * @return their number since start, as far as this instance found them
	 */
	public long bypassed(String dataSource) {
		DatabaseTriggers triggers = this.databases.get(dataSource);
		return (triggers != null) ? triggers.bypassed() : 0;
	}

	/**
	 * Return how many changes were found that no transaction of the application owns.
	 * @return their number in all databases since start, as far as this instance found
	 * them
	 */
	public long bypassed() {
		return this.databases.values().stream().mapToLong(DatabaseTriggers::bypassed).sum();
	}

	/**
	 * Return what is not joined yet, as it was found last. Answers from memory.
	 * @return one for each database of which it is known
	 */
	public List<WriteBacklog> backlogs() {
		return this.databases.values().stream().map(DatabaseTriggers::backlog).filter(Objects::nonNull).toList();
	}

	/**
	 * Return what is not joined yet, as it was found last. Answers from memory.
	 * @param dataSource the name of a data source
	 * @return the backlog, {@code null} where it is not known
	 */
	public @Nullable WriteBacklog backlog(String dataSource) {
		DatabaseTriggers triggers = this.databases.get(dataSource);
		return (triggers != null) ? triggers.backlog() : null;
	}

	private List<MonitoredDataSource> postgres() {
		return this.dataSources.all()
			.stream()
			.filter((dataSource) -> dataSource.driver() == DatabaseDriver.POSTGRESQL)
			.toList();
	}

	private DatabaseTriggers of(MonitoredDataSource dataSource) {
		return this.databases.computeIfAbsent(dataSource.name(), (name) -> new DatabaseTriggers(name, this.rows,
				this.settings, this.recorder, (fault) -> this.faults.report(Feature.AUDIT, fault)));
	}

	private void onEach(String failure, Work work) {
		for (MonitoredDataSource dataSource : postgres()) {
			if (!of(dataSource).isNeeded()) {
				continue;
			}
			try (Connection connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT)) {
				connection.setAutoCommit(false);
				work.run(of(dataSource), connection);
			}
			catch (SQLException ex) {
				throw new TriggerException(
						failure + " in the database of '" + dataSource.name() + "': " + ex.getMessage(), ex);
			}
		}
	}

	/** Joins what there is; the connections stay open from one time to the next. */
	private void run() {
		for (MonitoredDataSource dataSource : postgres()) {
			if (!of(dataSource).isNeeded()) {
				continue;
			}
			try {
				Connection connection = this.open.get(dataSource.name());
				if (connection == null) {
					connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT);
					this.open.put(dataSource.name(), connection);
					connection.setAutoCommit(false);
				}
				of(dataSource).join(connection, false);
			}
			catch (Throwable ex) {
				this.faults.report(Feature.AUDIT, ex);
				of(dataSource).failed(ex);
				close(this.open.remove(dataSource.name()));
			}
		}
	}

	private void close(@Nullable Connection connection) {
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				this.faults.report(Feature.AUDIT, ex);
			}
		}
	}

	@Override
	public void start() {
		if (!this.task.isRunning() && this.settings.initializeSchema() == DatabaseInitializationMode.ALWAYS) {
			install();
		}
		this.task.start(Duration.ZERO, this.settings.interval());
	}

	/** What is not joined yet is joined by the next instance. */
	@Override
	public void stop() {
		this.task.stop(STOP_TIMEOUT, () -> {
			this.open.values().forEach(this::close);
			this.open.clear();
		});
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

	/** Before the application is open for requests. */
	@Override
	public int getPhase() {
		return 0;
	}

	/**
	 * The statements that install and remove triggers, to be executed as they are.
	 *
	 * @param dataSource the data source that leads to the database
	 * @param install installs or upgrades
	 * @param remove removes; what was recorded stays
	 */
	public record Scripts(String dataSource, String install, String remove) {
	}

	/** Does something in one database. */
	@FunctionalInterface
	private interface Work {

		void run(DatabaseTriggers triggers, Connection connection) throws SQLException;

	}

}
