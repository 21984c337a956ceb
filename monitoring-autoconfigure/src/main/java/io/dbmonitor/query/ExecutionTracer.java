package io.dbmonitor.query;

import io.dbmonitor.datasource.MonitoredDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens a span around each execution of one data source.
 */
public interface ExecutionTracer {

	/** Opens none. */
	ExecutionTracer NONE = (statement, batchSize) -> null;

	/**
	 * An execution begins.
	 * @param statement what is executed
	 * @param batchSize how many statements the batch has, 0 where it is none
	 * @return what to tell of its end, {@code null} where nobody wants to know
	 */
	@Nullable Span started(StatementStatistics statement, int batchSize);

	/**
	 * An execution that runs.
	 */
	@FunctionalInterface
	interface Span {

		/**
		 * The execution is over.
		 * @param failure what it threw, or {@code null}
		 */
		void ended(@Nullable Throwable failure);

	}

	/**
	 * Makes the tracer of each data source.
	 */
	@FunctionalInterface
	interface Factory {

		/** Makes tracers that open no span. */
		Factory NONE = (dataSource) -> ExecutionTracer.NONE;

		/**
		 * Return the tracer of a data source.
		 * @param dataSource the data source
		 * @return its tracer
		 */
		ExecutionTracer of(MonitoredDataSource dataSource);

	}

}
