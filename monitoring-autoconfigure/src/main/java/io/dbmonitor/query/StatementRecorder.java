package io.dbmonitor.query;

import java.time.InstantSource;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

/**
 * The entrance for the executed statements of one data source. Called on the
 * application's threads, between a call to the driver and its return: takes no lock, does
 * no I/O, and no fault leaves it.
 */
public final class StatementRecorder {

	private final StatementRegistry registry;

	private final ExecutionObserver observer;

	private final InstantSource clock;

	private final Faults faults;

	StatementRecorder(StatementRegistry registry, ExecutionObserver observer, InstantSource clock, Faults faults) {
		this.registry = registry;
		this.observer = observer;
		this.clock = clock;
		this.faults = faults;
	}

	/**
	 * Find the statistics that a text counts under.
	 * @param sql the text as it is sent
	 * @return its statistics
	 */
	public StatementStatistics statement(String sql) {
		try {
			return this.registry.find(sql);
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.report(Feature.QUERY, ex);
			return this.registry.other();
		}
	}

	/**
	 * Count an execution.
	 * @param statement what was executed
	 * @param nanos how long the driver took, in nanoseconds
	 * @param failure what it threw, or {@code null}
	 */
	public void executed(StatementStatistics statement, long nanos, @Nullable Throwable failure) {
		try {
			statement.executed(nanos, this.clock.millis());
			if (failure != null) {
				statement.failed();
			}
			this.observer.executed(statement.fingerprint().operation(), ErrorType.of(failure), nanos);
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	/**
	 * Count rows that a statement returned or affected.
	 * @param statement what was executed
	 * @param rows how many rows; negative numbers, which drivers return for "unknown", do
	 * not count
	 */
	public void rows(StatementStatistics statement, long rows) {
		if (rows > 0) {
			statement.rows(rows);
			this.observer.rows(rows);
		}
	}

}
