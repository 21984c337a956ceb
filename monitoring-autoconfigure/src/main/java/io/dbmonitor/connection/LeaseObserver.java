package io.dbmonitor.connection;

/**
 * Told of each lease that ended, on the thread that ended it: must neither block nor
 * throw.
 */
@FunctionalInterface
public interface LeaseObserver {

	/**
	 * Observe a lease that ended.
	 * @param nanos how long the connection was held, in nanoseconds
	 */
	void ended(long nanos);

}
