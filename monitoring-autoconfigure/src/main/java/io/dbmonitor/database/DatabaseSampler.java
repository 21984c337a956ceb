package io.dbmonitor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples one database, on a daemon thread and a connection of its own, until it is
 * stopped. A database that is down is tried again with growing pauses; whatever happens,
 * the application sees nothing of it.
 */
final class DatabaseSampler implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseSampler.class);

	private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&;\\s]*");

	private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(2);

	private final MonitoredDataSource dataSource;

	private final DatabaseInspector inspector;

	private final SamplerSettings settings;

	private final MonitorConnections connections;

	private final InstantSource clock;

	private final Faults faults;

	private final Consumer<DatabaseSnapshot> consumer;

	private final Consumer<Set<Figure>> figureConsumer;

	private final Consumer<List<ServerStatement>> statementConsumer;

	private final FigureBook figures = new FigureBook();

	private final UnreadLog unreadActivity;

	private final UnreadLog unreadStorage;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread;

	private volatile DatabaseState state;

	private volatile @Nullable Connection connection;

	private @Nullable DatabaseIdentity identity;

	private int failures;

	private long examinedNanos;

	DatabaseSampler(MonitoredDataSource dataSource, DatabaseInspector inspector, SamplerSettings settings,
			MonitorConnections connections, InstantSource clock, Faults faults, Consumer<DatabaseSnapshot> consumer,
			Consumer<Set<Figure>> figureConsumer, Consumer<List<ServerStatement>> statementConsumer) {
		this.dataSource = dataSource;
		this.inspector = inspector;
		this.settings = settings;
		this.connections = connections;
		this.clock = clock;
		this.faults = faults;
		this.consumer = consumer;
		this.figureConsumer = figureConsumer;
		this.statementConsumer = statementConsumer;
		this.unreadActivity = new UnreadLog(dataSource.name());
		this.unreadStorage = new UnreadLog(dataSource.name());
		this.state = new DatabaseState(new DatabaseState.Support(true, dataSource.product().name()), null, null, null,
				null);
		this.thread = new Thread(this, "dbmonitor-sampler-" + dataSource.name());
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/** Stops sampling and waits a moment for the thread to end. */
	void stop() {
		this.stopped.countDown();
		// A statement that waits for the server ends with its connection
		abort();
		try {
			this.thread.join(JOIN_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	DatabaseState state() {
		return this.state;
	}

	double value(Figure figure) {
		return this.figures.value(figure, this.clock.instant());
	}

	@Override
	public void run() {
		try {
			Duration pause = Duration.ZERO;
			while (!this.stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
				pause = sample() ? this.settings.interval() : this.settings.backoff(this.failures);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			close();
			ended();
		}
	}

	/** Takes one sample, on the calling thread. */
	boolean sample() {
		try {
			Connection connection = connect();
			// What is joined to the sessions has to have been so before they were looked
			// at
			Instant sampledAt = this.clock.instant();
			long started = System.nanoTime();
			ActivitySample activity = this.inspector.sample(connection, this.settings.timeout());
			Duration took = Duration.ofNanos(System.nanoTime() - started);
			sampled(new DatabaseSnapshot(sampledAt, took, identity(connection), activity));
			StorageSnapshot storage = this.state.storage();
			if (storage == null
					|| started - this.examinedNanos >= this.settings.heavyInterval(storage.took()).toNanos()) {
				this.examinedNanos = started;
				examine(connection);
			}
			return true;
		}
		catch (SQLException ex) {
			failed(ex);
		}
		catch (Throwable ex) {
			failed(ex);
			this.faults.report(Feature.DATABASE, ex);
		}
		return false;
	}

	private void examine(Connection connection) throws SQLException {
		long started = System.nanoTime();
		this.inspector.examine(connection, this.settings.timeout()).ifPresent((storage) -> {
			tell(() -> this.statementConsumer.accept(storage.statements()));
			examined(new StorageSnapshot(this.clock.instant(), Duration.ofNanos(System.nanoTime() - started),
					storage.withoutStatements()));
		});
	}

	private Connection connect() throws SQLException {
		Connection connection = this.connection;
		if (connection == null) {
			connection = this.connections.open(this.dataSource,
					this.inspector.connectionProperties(this.settings.timeout()), this.settings.socketTimeout());
			this.connection = connection;
			this.identity = this.inspector.identify(connection);
		}
		return connection;
	}

	private DatabaseIdentity identity(Connection connection) throws SQLException {
		DatabaseIdentity known = this.identity;
		return (known != null) ? known : this.inspector.identify(connection);
	}

	private void sampled(DatabaseSnapshot snapshot) {
		StorageSnapshot storage = this.state.storage();
		if (storage != null && isOtherRun(snapshot)) {
			storage = null;
			this.figures.forgetStorage();
		}
		Set<Figure> found = this.figures.activity(snapshot, this.settings.maxAge());
		this.state = new DatabaseState(new DatabaseState.Support(true, snapshot.identity().product()), true, snapshot,
				storage, null);
		if (this.failures > 0) {
			logger.info("The database of the data source '{}' answers again", this.dataSource.name());
			this.failures = 0;
		}
		this.unreadActivity.tell(snapshot.activity().figures().unread());
		tell(() -> {
			this.consumer.accept(snapshot);
			this.figureConsumer.accept(found);
		});
	}

	/** After a restart, an upgrade or a change to a standby nothing of before holds. */
	private boolean isOtherRun(DatabaseSnapshot snapshot) {
		DatabaseSnapshot last = this.state.last();
		return last != null && !last.activity().serverStartedAt().equals(snapshot.activity().serverStartedAt());
	}

	private void examined(StorageSnapshot snapshot) {
		DatabaseState known = this.state;
		Set<Figure> found = this.figures.storage(snapshot, this.settings.maxStorageAge(snapshot.took()));
		this.state = new DatabaseState(known.support(), known.reachable(), known.last(), snapshot, known.failure());
		this.unreadStorage.tell(snapshot.storage().figures().unread());
		tell(() -> this.figureConsumer.accept(found));
	}

	/** What goes wrong behind a sample says nothing about the database. */
	private void tell(Runnable consumers) {
		try {
			consumers.run();
		}
		catch (Throwable ex) {
			this.faults.report(Feature.DATABASE, ex);
		}
	}

	private void failed(Throwable failure) {
		close();
		this.figures.forgetActivity();
		if (this.stopped.getCount() == 0) {
			return;
		}
		this.failures++;
		String message = PASSWORD.matcher(String.valueOf(failure.getMessage())).replaceAll("$1…");
		this.state = new DatabaseState(this.state.support(), false, this.state.last(), this.state.storage(), message);
		if (this.failures == 1) {
			logger.warn("The database of the data source '{}' does not answer the monitor, which goes on trying: {}",
					this.dataSource.name(), message);
		}
		else {
			logger.debug("The database of the data source '{}' still does not answer: {}", this.dataSource.name(),
					message);
		}
	}

	/** Nobody looks any more, so nothing is known of now. */
	private void ended() {
		DatabaseState known = this.state;
		this.state = new DatabaseState(known.support(), null, known.last(), known.storage(), known.failure());
	}

	private void close() {
		Connection connection = this.connection;
		this.connection = null;
		this.identity = null;
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				logger.debug("Closing the monitor's connection to '{}' failed", this.dataSource.name(), ex);
			}
		}
	}

	private void abort() {
		Connection connection = this.connection;
		if (connection != null) {
			try {
				connection.abort(Runnable::run);
			}
			catch (SQLException ex) {
				logger.debug("Aborting the monitor's connection to '{}' failed", this.dataSource.name(), ex);
			}
		}
	}

}
