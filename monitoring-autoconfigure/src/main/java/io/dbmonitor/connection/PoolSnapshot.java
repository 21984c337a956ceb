package io.dbmonitor.connection;

/**
 * How full a pool is at one moment.
 *
 * @param name the pool's own name
 * @param active connections in use
 * @param idle connections not in use
 * @param pending threads that wait for a connection
 * @param total connections that exist
 * @param max how many connections there can be
 */
public record PoolSnapshot(String name, int active, int idle, int pending, int total, int max) {

	/**
	 * Return how much of the pool is in use.
	 * @return active connections over the maximum, 0 to 1
	 */
	public double saturation() {
		return (this.max > 0) ? (double) this.active / this.max : Double.NaN;
	}

}
