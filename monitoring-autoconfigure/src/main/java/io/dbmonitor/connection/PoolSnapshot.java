package io.dbmonitor.connection;

import org.jspecify.annotations.Nullable;

/**
 * How full a pool is at one moment. Not each pool tells everything.
 *
 * @param name the pool's own name, or the data source's
 * @param active connections in use
 * @param idle connections not in use
 * @param pending threads that wait for a connection
 * @param total connections that exist
 * @param max how many connections there can be, {@code null} where there is no limit
 */
public record PoolSnapshot(String name, int active, @Nullable Integer idle, @Nullable Integer pending,
		@Nullable Integer total, @Nullable Integer max) {

	/**
	 * Return how much of the pool is in use.
	 * @return active connections over the maximum, 0 to 1; {@code null} without one
	 */
	public @Nullable Double saturation() {
		return (this.max != null && this.max > 0) ? Double.valueOf((double) this.active / this.max) : null;
	}

	/**
	 * Whether somebody waits for a connection, or would have to.
	 * @return whether all connections are in use and, where the pool tells so much, a
	 * thread waits
	 */
	public boolean isExhausted() {
		return this.max != null && this.active >= this.max && (this.pending == null || this.pending > 0);
	}

}
