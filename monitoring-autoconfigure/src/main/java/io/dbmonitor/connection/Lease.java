package io.dbmonitor.connection;

/**
 * A connection in the hands of the application, from {@code getConnection} to
 * {@code close}. Made and ended by the thread that works with the connection, read by
 * others.
 */
public final class Lease {

	private final LeaseRegistry registry;

	private final Thread thread;

	private final long startedNanos;

	private boolean ended;

	Lease(LeaseRegistry registry, Thread thread, long startedNanos) {
		this.registry = registry;
		this.thread = thread;
		this.startedNanos = startedNanos;
	}

	/**
	 * End the lease. Only the first call counts: JDBC allows to close a connection twice.
	 * @param now when, by {@link System#nanoTime()}
	 */
	public void end(long now) {
		if (!this.ended) {
			this.ended = true;
			this.registry.end(this, now);
		}
	}

	/**
	 * Return the thread that took the connection.
	 * @return the thread
	 */
	Thread thread() {
		return this.thread;
	}

	/**
	 * Return when the connection was taken.
	 * @return in nanoseconds of the registry's clock
	 */
	long startedNanos() {
		return this.startedNanos;
	}

}
