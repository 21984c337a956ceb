package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Evidence of tampering with the change sets that are kept in PostgreSQL. A thread seals
 * what was committed: hashes each change set and adds the hash to a chain, in
 * {@code dbmonitor_seal}. Another one verifies at an interval that everything is as it
 * was sealed. Both work over connections of the monitor's own, outside the pools, and no
 * writer of the application waits for them. Of several instances one seals at a time.
 * Safe for use by several threads.
 */
public final class AuditSeals implements SmartLifecycle {

	/** One change set can have hundreds of thousands of changes. */
	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	/** A verification that is running is interrupted, and ends with its next step. */
	private static final Duration VERIFICATION_STOP_TIMEOUT = Duration.ofMillis(100);

	/** How long sealing goes on before another database has its turn. */
	private static final Duration TURN = Duration.ofSeconds(5);

	/** How many times as long as a batch took nothing is sealed behind it. */
	private static final int REST = 3;

	private final MonitoredDataSources dataSources;

	private final SealSettings settings;

	private final ApplicationEventPublisher events;

	private final Faults faults;

	private final MonitorConnections connections = new MonitorConnections();

	private final Map<String, DatabaseSeals> databases = new ConcurrentHashMap<>();

	/** Of the thread that seals. */
	private final Map<String, Connection> open = new LinkedHashMap<>();

	private final BackgroundTask sealing;

	private final BackgroundTask verifying;

	/** Counted down when sealing is to stop. */
	private volatile CountDownLatch stop = new CountDownLatch(1);

	/**
	 * Make seals.
	 * @param dataSources which of them lead to PostgreSQL
	 * @param settings how to seal
	 * @param events hears of what verification finds
	 * @param faults where faults go
	 */
	public AuditSeals(MonitoredDataSources dataSources, SealSettings settings, ApplicationEventPublisher events,
			Faults faults) {
		this.dataSources = dataSources;
		this.settings = settings;
		this.events = events;
		this.faults = faults;
		this.sealing = new BackgroundTask("dbmonitor-seals", this::seal, Feature.AUDIT, faults);
		this.verifying = new BackgroundTask("dbmonitor-verification", this::verifyAll, Feature.AUDIT, faults);
	}

	/**
	 * Return how far change sets are sealed, as it was found last. Answers from memory.
	 * @return one for each database
	 */
	public List<SealStatus> status() {
		return postgres().stream().map((dataSource) -> of(dataSource).status()).toList();
	}

	/**
	 * Return the newest digest of each database, as it was found last: to be kept
	 * elsewhere. Answers from memory.
	 * @return the digests; none of a database of which nothing is known yet
	 */
	public List<SealDigest> digests() {
		List<SealDigest> digests = new ArrayList<>();
		for (SealStatus status : status()) {
			if (status.digest() != null) {
				digests.add(status.digest());
			}
		}
		return digests;
	}

	/**
	 * Return the digest of the only database, as it was found last.
	 * @return the digest
	 * @throws SealException if nothing is known yet, or there are several databases
	 */
	public SealDigest digest() {
		List<SealDigest> digests = digests();
		if (digests.size() != 1) {
			throw new SealException(digests.isEmpty() ? "Nothing is sealed yet" : "There are several databases", null);
		}
		return digests.get(0);
	}

	/**
	 * Verify everything: that the chain is whole, and that each change set is as it was
	 * sealed. Blocks for as long as it takes to read all of it, and until any other
	 * verification of the database by this application has ended.
	 * @return the result for each database
	 * @throws SealException if a database cannot be read
	 */
	public List<SealVerification> verify() {
		return postgres().stream().flatMap((dataSource) -> verify(dataSource, null).stream()).toList();
	}

	/**
	 * Verify everything, and that the chain contains what it was when a digest was taken.
	 * Blocks for as long as it takes to read all of it.
	 * @param digest the digest
	 * @return the result
	 * @throws ForeignDigestException if the digest is of another chain, of a data source
	 * that is not there, or older than what is kept
	 * @throws SealException if the database cannot be read
	 */
	public SealVerification verify(SealDigest digest) {
		return postgres().stream()
			.filter((dataSource) -> dataSource.name().equals(digest.dataSource()))
			.findFirst()
			.flatMap((dataSource) -> verify(dataSource, digest))
			.orElseThrow(() -> new ForeignDigestException(
					"The digest is of the data source '" + digest.dataSource() + "', of which nothing is sealed here"));
	}

	private Optional<SealVerification> verify(MonitoredDataSource dataSource, @Nullable SealDigest digest) {
		DatabaseSeals seals = of(dataSource);
		Lock one = seals.verifying();
		try {
			one.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SealException("Another verification is running, and nobody waits for its end any more", ex);
		}
		try {
			return verify(dataSource, seals, digest);
		}
		finally {
			one.unlock();
		}
	}

	private Optional<SealVerification> verify(MonitoredDataSource dataSource, DatabaseSeals seals,
			@Nullable SealDigest digest) {
		SealDigest seen = seals.seen();
		SealVerification verification;
		try (Connection connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT)) {
			if (seen == null && !DatabaseSeals.isSealable(connection, false)) {
				return Optional.empty();
			}
			verification = new Verifier(connection, dataSource.name(), this.settings.key()).verify(digest, seen);
		}
		catch (SQLException ex) {
			seals.notVerified(String.valueOf(ex.getMessage()));
			throw new SealException(
					"The seals in the database of '" + dataSource.name() + "' cannot be verified: " + ex.getMessage(),
					ex);
		}
		catch (ForeignDigestException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			seals.notVerified(String.valueOf(ex.getMessage()));
			throw ex;
		}
		seals.verified(verification);
		if (!verification.clean()) {
			this.events.publishEvent(new TamperFound(verification));
		}
		return Optional.of(verification);
	}

	/**
	 * Return the data sources whose change sets are sealed.
	 * @return their names
	 */
	public List<String> dataSourceNames() {
		return postgres().stream().map(MonitoredDataSource::name).toList();
	}

	/**
	 * Return how many change sets this instance has sealed.
	 * @param dataSource the name of a data source
	 * @return their number since start
	 */
	public long sealed(String dataSource) {
		DatabaseSeals seals = this.databases.get(dataSource);
		return (seals != null) ? seals.sealed() : 0;
	}

	/**
	 * Return how far change sets are sealed, as it was found last. Answers from memory.
	 * @param dataSource the name of a data source
	 * @return the status
	 */
	public SealStatus status(String dataSource) {
		return of(dataSource).status();
	}

	private List<MonitoredDataSource> postgres() {
		return this.dataSources.all()
			.stream()
			.filter((dataSource) -> dataSource.driver() == DatabaseDriver.POSTGRESQL)
			.toList();
	}

	private DatabaseSeals of(MonitoredDataSource dataSource) {
		return of(dataSource.name());
	}

	private DatabaseSeals of(String dataSource) {
		return this.databases.computeIfAbsent(dataSource, (name) -> new DatabaseSeals(name, this.settings.key()));
	}

	/** Seals what there is; the connections stay open from one time to the next. */
	private void seal() {
		for (MonitoredDataSource dataSource : postgres()) {
			DatabaseSeals seals = of(dataSource);
			try {
				Connection connection = this.open.get(dataSource.name());
				if (connection == null) {
					connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT);
					this.open.put(dataSource.name(), connection);
					connection.setAutoCommit(false);
					connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
				}
				seal(seals, connection);
			}
			catch (Throwable ex) {
				this.faults.report(Feature.AUDIT, ex);
				seals.failed(String.valueOf(ex.getMessage()));
				close(this.open.remove(dataSource.name()));
			}
		}
	}

	/** As fast as that lets writers have the rest of the time. */
	private void seal(DatabaseSeals seals, Connection connection) throws SQLException, InterruptedException {
		boolean more = DatabaseSeals.isSealable(connection, true);
		long start = System.nanoTime();
		boolean stopped = false;
		while (more && !stopped && System.nanoTime() - start < TURN.toNanos()) {
			long began = System.nanoTime();
			more = seals.sealNext(connection);
			stopped = this.stop.await((System.nanoTime() - began) * REST, TimeUnit.NANOSECONDS);
		}
		connection.rollback();
	}

	private void verifyAll() {
		for (MonitoredDataSource dataSource : postgres()) {
			try {
				verify(dataSource, null);
			}
			catch (Throwable ex) {
				if (Thread.currentThread().isInterrupted()) {
					return;
				}
				this.faults.report(Feature.AUDIT, ex);
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
		this.stop = new CountDownLatch(1);
		this.sealing.start(Duration.ZERO, this.settings.interval());
		if (!this.settings.verifyInterval().isZero()) {
			this.verifying.start(this.settings.verifyInterval(), this.settings.verifyInterval());
		}
	}

	/**
	 * What is not sealed yet is sealed by the next instance. A verification does not come
	 * to its end.
	 */
	@Override
	public void stop() {
		this.stop.countDown();
		this.verifying.stop(VERIFICATION_STOP_TIMEOUT);
		this.sealing.stop(STOP_TIMEOUT, () -> {
			this.open.values().forEach(this::close);
			this.open.clear();
		});
	}

	@Override
	public boolean isRunning() {
		return this.sealing.isRunning();
	}

	/** Before the application is open for requests. */
	@Override
	public int getPhase() {
		return 0;
	}

}
