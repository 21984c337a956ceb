package io.dbmonitor.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Writes reads to the database that they were read from, behind the application's back: a
 * transaction that reads may not be able to write, and waits for nobody. One thread
 * writes every second what has come together, on connections outside the pool. Bounded;
 * what is too much, or cannot be written, is counted and left. Safe for use by several
 * threads.
 */
public final class ReadQueue implements SmartLifecycle {

	static final int MAX_READS = 100_000;

	/** How many change sets are committed together. */
	private static final int BATCH = 100;

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final ReadSampling sampling;

	private final ChangeSetWriter writer;

	private final Faults faults;

	private final ReadConnections connections;

	private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

	/** How many reads wait. */
	private final AtomicLong waiting = new AtomicLong();

	private final BackgroundTask task;

	private volatile boolean stopped;

	/**
	 * Make a queue.
	 * @param dataSources where reads come from
	 * @param sampling tells whether there will be reads
	 * @param writer writes
	 * @param faults where faults go
	 */
	public ReadQueue(MonitoredDataSources dataSources, ReadSampling sampling, ChangeSetWriter writer, Faults faults) {
		this.sampling = sampling;
		this.writer = writer;
		this.faults = faults;
		this.connections = new ReadConnections(dataSources);
		this.task = new BackgroundTask("dbmonitor-reads", this::write, Feature.AUDIT, faults);
	}

	/**
	 * Add reads, to be written soon.
	 * @param reads the reads
	 * @param dataSource the name of the data source that they were read from,
	 * {@code null} where it is not known
	 * @param kept told of the reads once they were written
	 */
	void add(ChangeSet reads, @Nullable String dataSource, Consumer<ChangeSet> kept) {
		int count = reads.changes().size();
		if (this.waiting.addAndGet(count) > MAX_READS || this.stopped) {
			this.waiting.addAndGet(-count);
			overflow(count, this.stopped ? "the application is being stopped" : MAX_READS + " are waiting");
		}
		else {
			this.entries.add(new Entry(reads, dataSource, kept));
		}
	}

	private void overflow(long count, String reason) {
		this.faults.overflow(Feature.AUDIT, count);
		this.faults.report(Feature.AUDIT,
				new IllegalStateException(count + " reads of entities are not kept, as " + reason));
	}

	/** Writes all that waits, on the calling thread. */
	private void write() {
		List<Entry> batch = take();
		if (batch.isEmpty()) {
			// Not needed for some time
			this.connections.close();
		}
		while (!batch.isEmpty()) {
			Map<String, List<Entry>> byDataSource = new LinkedHashMap<>();
			batch.forEach((entry) -> byDataSource
				.computeIfAbsent(this.connections.name(entry.dataSource), (name) -> new ArrayList<>())
				.add(entry));
			byDataSource.forEach(this::write);
			batch = take();
		}
	}

	private List<Entry> take() {
		List<Entry> batch = new ArrayList<>();
		for (Entry next = this.entries.poll(); next != null; next = this.entries.poll()) {
			batch.add(next);
			this.waiting.addAndGet(-next.reads.changes().size());
			if (batch.size() == BATCH) {
				break;
			}
		}
		return batch;
	}

	private void write(String dataSource, List<Entry> batch) {
		try {
			Connection connection = this.connections.get(dataSource);
			for (Entry entry : batch) {
				this.writer.write(entry.reads, 0, connection);
			}
			connection.commit();
			batch.forEach((entry) -> entry.kept.accept(entry.reads));
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			this.faults.report(Feature.AUDIT, ex);
			this.connections.close(dataSource);
		}
	}

	@Override
	public boolean isAutoStartup() {
		return this.sampling.isActive();
	}

	@Override
	public void start() {
		this.stopped = false;
		this.task.start(INTERVAL, INTERVAL);
	}

	/** Writes what waits, unless that takes too long. */
	@Override
	public void stop() {
		if (!this.task.isRunning()) {
			return;
		}
		this.stopped = true;
		this.task.stop(STOP_TIMEOUT, () -> {
			write();
			this.connections.close();
		});
		long left = 0;
		for (List<Entry> batch = take(); !batch.isEmpty(); batch = take()) {
			left += batch.stream().mapToLong((entry) -> entry.reads.changes().size()).sum();
		}
		if (left > 0) {
			overflow(left, "the database does not take them in time");
		}
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

	/** What is being stopped may still read, so this is stopped last. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	/**
	 * Reads that wait.
	 *
	 * @param reads the reads
	 * @param dataSource the name of their data source, where it is known
	 * @param kept told once they were written
	 */
	private record Entry(ChangeSet reads, @Nullable String dataSource, Consumer<ChangeSet> kept) {
	}

}
