package io.dbmonitor.connection;

import java.util.Locale;

/**
 * What the holder of a connection does, by its thread's stack.
 */
public enum HolderActivity {

	/** The database is asked: for a statement, a commit, or rows. */
	EXECUTING,

	/** The thread waits for the network: it calls another service meanwhile. */
	CALLING,

	/** The thread waits for something else: a lock, a queue, a sleep. */
	WAITING,

	/** The thread computes. */
	WORKING,

	/**
	 * The thread has left the code that worked with the connection, or has ended. A lease
	 * that lasts like this is likely to have been forgotten.
	 */
	ELSEWHERE;

	/**
	 * Return how it is called in answers.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
