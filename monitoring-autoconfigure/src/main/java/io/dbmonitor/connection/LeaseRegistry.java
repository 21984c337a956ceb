package io.dbmonitor.connection;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

/**
 * The leases of one data source. As many as the pool has connections, so it needs no
 * bound of its own. Safe for use by several threads.
 */
public final class LeaseRegistry {

	private final String dataSource;

	private final LongSupplier nanoTime;

	private final Faults faults;

	private final Set<Lease> leases = ConcurrentHashMap.newKeySet();

	private final List<LeaseObserver> observers = new CopyOnWriteArrayList<>();

	LeaseRegistry(String dataSource, LongSupplier nanoTime, Faults faults) {
		this.dataSource = dataSource;
		this.nanoTime = nanoTime;
		this.faults = faults;
	}

	/**
	 * Note that the current thread took a connection.
	 * @param now when, by {@link System#nanoTime()}
	 * @return its lease
	 */
	public Lease begin(long now) {
		Lease lease = new Lease(this, Thread.currentThread(), now);
		this.leases.add(lease);
		return lease;
	}

	void end(Lease lease, long now) {
		this.leases.remove(lease);
		for (LeaseObserver observer : this.observers) {
			try {
				observer.ended(now - lease.startedNanos());
			}
			catch (RuntimeException | LinkageError ex) {
				this.faults.report(Feature.CONNECTION, ex);
			}
		}
	}

	/**
	 * Add somebody who is told of ended leases.
	 * @param observer the observer
	 */
	public void observe(LeaseObserver observer) {
		this.observers.add(observer);
	}

	/**
	 * Return the leases of now.
	 * @return immutable copies, the longest held first
	 */
	public List<LeaseSnapshot> snapshot() {
		long now = this.nanoTime.getAsLong();
		return this.leases.stream()
			.map((lease) -> new LeaseSnapshot(this.dataSource, lease.thread().getName(),
					(now - lease.startedNanos()) / 1e9))
			.sorted(Comparator.comparingDouble(LeaseSnapshot::heldSeconds).reversed())
			.toList();
	}

	/**
	 * Return how long the longest lease of now lasts.
	 * @return seconds, 0 where no connection is held
	 */
	public double longestSeconds() {
		long now = this.nanoTime.getAsLong();
		return this.leases.stream().mapToLong((lease) -> now - lease.startedNanos()).max().orElse(0) / 1e9;
	}

}
