package io.dbmonitor.query;

/**
 * Told of executions once their results are read, on the thread that read them. Must not
 * block. What it throws is counted as a fault and kept from the application.
 */
public interface ExecutionListener {

	/**
	 * Return which executions to be told of. To be told of all costs each of them the
	 * search for its caller.
	 * @return what to be told of
	 */
	default Interest interest() {
		return Interest.ALL;
	}

	/**
	 * An execution is over.
	 * @param execution the execution
	 */
	void executed(Execution execution);

	/**
	 * Which executions somebody wants to be told of.
	 */
	enum Interest {

		/** All of them. */
		ALL,

		/** Those that took as long as the threshold for slow ones, or longer. */
		SLOW,

		/** None. */
		NONE

	}

}
