package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

import org.springframework.context.SmartLifecycle;

/**
 * Deletes change sets that have come of age from each database: one thread, in small
 * batches with a pause between them, on a connection outside the pool; where each month
 * has a partition, those as a whole, and makes those of the months to come. Of several
 * instances of the application one does it at a time. No writer waits for it, and what
 * fails is tried again soon, later each time, up to the interval.
 */
public final class AuditRetention implements SmartLifecycle {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final MonitoredDataSources dataSources;

	private final AuditSchema schema;

	private final RetentionSettings settings;

	private final RemovalRecord removals;

	private final Faults faults;

	private final MonitorConnections connections = new MonitorConnections();

	private final RetentionSchedule schedule;

	private final BackgroundTask task;

	private volatile CountDownLatch stopped = new CountDownLatch(0);

	/**
	 * Make a retention.
	 * @param dataSources where change sets can be
	 * @param schema knows whether they are there
	 * @param settings how long they are kept
	 * @param removals has to know what is deleted
	 * @param faults where faults go
	 */
	public AuditRetention(MonitoredDataSources dataSources, AuditSchema schema, RetentionSettings settings,
			RemovalRecord removals, Faults faults) {
		this.removals = removals;
		this.dataSources = dataSources;
		this.schema = schema;
		this.settings = settings;
		this.faults = faults;
		this.schedule = new RetentionSchedule(settings.interval());
		this.task = new BackgroundTask("dbmonitor-retention", this::run, Feature.AUDIT, faults);
	}

	/** One database does not suffer for another. */
	private void run() throws InterruptedException {
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			if (!this.schedule.isDue(dataSource.name(), System.nanoTime())) {
				continue;
			}
			try {
				run(dataSource);
				this.schedule.succeeded(dataSource.name(), System.nanoTime());
			}
			catch (SQLException | RuntimeException | LinkageError ex) {
				this.schedule.failed(dataSource.name(), System.nanoTime());
				this.faults.report(Feature.AUDIT, ex);
			}
		}
	}

	private void run(MonitoredDataSource dataSource) throws SQLException, InterruptedException {
		try (Connection connection = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT)) {
			if (this.schema.exists(connection)) {
				keep(dataSource, connection);
			}
		}
		catch (SQLException ex) {
			if (!AuditSchema.isReadOnly(ex)) {
				throw ex;
			}
		}
	}

	private void keep(MonitoredDataSource dataSource, Connection connection) throws SQLException, InterruptedException {
		if (this.settings.partitioned()) {
			new MonthlyPartitions(connection, this.removals).createAhead(this.settings.month());
		}
		Duration age = this.settings.age();
		if (age != null) {
			this.schema.requireRecord(connection);
			Instant before = this.settings.clock().instant().minus(age);
			delete(connection, before,
					this.settings.partitioned() ? dropBehind(dataSource, connection, before) : Long.MAX_VALUE);
		}
		else if (this.settings.partitioned()) {
			restore(dataSource, connection);
		}
	}

	/**
	 * A partition is not detached in a transaction, so another connection has the lock.
	 */
	private long dropBehind(MonitoredDataSource dataSource, Connection connection, Instant before) throws SQLException {
		try (Connection guard = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT)) {
			guard.setAutoCommit(false);
			return MonthlyPartitions.tryLock(guard)
					? new MonthlyPartitions(connection, this.removals).dropBehind(before) : Long.MIN_VALUE;
		}
	}

	/** An age that was taken away leaves nobody who would finish what it began. */
	private void restore(MonitoredDataSource dataSource, Connection connection) throws SQLException {
		try (Connection guard = this.connections.openLikeThePool(dataSource, Map.of(), TIMEOUT)) {
			guard.setAutoCommit(false);
			if (MonthlyPartitions.tryLock(guard)) {
				new MonthlyPartitions(connection, this.removals).restoreAll();
			}
		}
	}

	private void delete(Connection connection, Instant before, long beforeId)
			throws SQLException, InterruptedException {
		ExpiredChanges expired = new ExpiredChanges(connection, before, beforeId, this.removals);
		boolean more;
		do {
			more = expired.deleteNext();
		}
		while (more && !isStopped());
		do {
			more = this.removals.shorten(connection);
		}
		while (more && !isStopped());
	}

	/** Pauses for others. */
	private boolean isStopped() throws InterruptedException {
		return this.stopped.await(this.settings.pause().toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public boolean isAutoStartup() {
		return this.settings.isLimited() || this.settings.partitioned();
	}

	@Override
	public void start() {
		this.stopped = new CountDownLatch(1);
		this.task.start(Duration.ZERO, this.schedule.pause());
	}

	/** Lets a batch that is under way come to its end, unless that takes too long. */
	@Override
	public void stop() {
		this.stopped.countDown();
		this.task.stop(STOP_TIMEOUT);
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

}
