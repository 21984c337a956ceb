package io.dbmonitor.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.meter.DurationHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one data source. As many as the pool has connections, so it needs no
 * bound of its own. Taking and giving back a connection takes no lock: a lease is put in
 * the first free slot behind one that the thread's number leads to; only where there are
 * more leases than slots nearby, it goes to a map. Safe for use by several threads.
 */
public final class LeaseRegistry {

	private static final int SLOTS = 128;

	private static final int PROBES = 16;

	private static final int IN_MAP = -1;

	/** Spreads consecutive thread numbers over the slots. */
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	private final String dataSource;

	private final LongSupplier nanoTime;

	private final AtomicReferenceArray<@Nullable Lease> slots = new AtomicReferenceArray<>(SLOTS);

	private final Set<Lease> others = ConcurrentHashMap.newKeySet();

	private final DurationHistogram durations = new DurationHistogram();

	private final PhysicalConnections physicalConnections;

	private final PoolUse use = new PoolUse();

	LeaseRegistry(String dataSource, LongSupplier nanoTime, SessionIds sessionIds, Faults faults) {
		this.dataSource = dataSource;
		this.nanoTime = nanoTime;
		this.physicalConnections = new PhysicalConnections(dataSource, sessionIds, faults);
	}

	/**
	 * Note that the current thread took a connection.
	 * @param now when, by {@link System#nanoTime()}
	 * @return its lease
	 */
	public Lease begin(long now) {
		Thread thread = Thread.currentThread();
		Lease lease = new Lease(this, thread, now);
		int first = (int) ((threadNumber(thread) * SPREAD) >>> 57);
		for (int i = 0; i < PROBES; i++) {
			int slot = (first + i) & (SLOTS - 1);
			if (this.slots.getPlain(slot) == null) {
				lease.slot(slot);
				if (this.slots.compareAndSet(slot, null, lease)) {
					return lease;
				}
			}
		}
		lease.slot(IN_MAP);
		this.others.add(lease);
		return lease;
	}

	@SuppressWarnings("deprecation")
	private static long threadNumber(Thread thread) {
		// threadId() came with Java 19
		return thread.getId();
	}

	void end(Lease lease, long now) {
		// Two threads can close one connection at once; the slot may be another lease's
		// then
		boolean first = (lease.slot() == IN_MAP) ? this.others.remove(lease)
				: this.slots.compareAndSet(lease.slot(), lease, null);
		if (first) {
			this.durations.add(now - lease.startedNanos());
		}
	}

	/**
	 * Return the leases of now.
	 * @return a copy, in no order
	 */
	List<Lease> all() {
		List<Lease> leases = new ArrayList<>();
		for (int slot = 0; slot < SLOTS; slot++) {
			Lease lease = this.slots.getAcquire(slot);
			if (lease != null) {
				leases.add(lease);
			}
		}
		leases.addAll(this.others);
		return leases;
	}

	String dataSource() {
		return this.dataSource;
	}

	long now() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Return how long connections were held, since start.
	 * @return the durations of ended leases
	 */
	public DurationHistogram durations() {
		return this.durations;
	}

	PhysicalConnections physicalConnections() {
		return this.physicalConnections;
	}

	PoolUse use() {
		return this.use;
	}

	/**
	 * Return how long the longest lease of now lasts.
	 * @return seconds, 0 where no connection is held
	 */
	public double longestSeconds() {
		long now = now();
		return all().stream().mapToLong((lease) -> now - lease.startedNanos()).max().orElse(0) / 1e9;
	}

	/**
	 * Return how many physical connections were seen in use for the first time.
	 * @return the number since start
	 */
	public long openedConnections() {
		return this.physicalConnections.opened();
	}

	/**
	 * Return how many physical connections were seen in use and are closed.
	 * @return the number since start
	 */
	public long closedConnections() {
		return this.physicalConnections.closed();
	}

}
