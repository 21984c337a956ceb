package io.dbmonitor.query;

import java.util.List;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;

/**
 * Told of each execution, on the thread that executes and right behind it: must neither
 * block nor throw.
 */
public interface ExecutionObserver {

	/** Observes nothing. */
	ExecutionObserver NONE = new ExecutionObserver() {

		@Override
		public void executed(Operation operation, String errorType, long nanos) {
		}

		@Override
		public void rows(long rows) {
		}

	};

	/**
	 * Observe an execution.
	 * @param operation what was executed
	 * @param errorType {@code none}, or what went wrong, from a small set
	 * @param nanos how long it took, in nanoseconds
	 */
	void executed(Operation operation, String errorType, long nanos);

	/**
	 * Observe rows that were returned or affected.
	 * @param rows how many
	 */
	void rows(long rows);

	/**
	 * Observe an execution that took longer than the threshold.
	 */
	default void slow() {
	}

	/**
	 * Observe an execution that took far longer than the statement usually does.
	 */
	default void slowerThanUsual() {
	}

	/**
	 * Observe an N+1 in a unit of work.
	 */
	default void nPlusOne() {
	}

	/**
	 * Makes the observer of each data source.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Return the observer of a data source.
		 * @param dataSource the data source
		 * @return its observer
		 */
		ExecutionObserver observe(MonitoredDataSource dataSource);

		/**
		 * Make one of several.
		 * @param factories whose observers are told
		 * @param faults where faults of single observers go
		 * @return a factory of observers that tell them all
		 */
		static Factory all(List<Factory> factories, Faults faults) {
			return (dataSource) -> ExecutionObservers.of(factories, dataSource, faults);
		}

	}

}
