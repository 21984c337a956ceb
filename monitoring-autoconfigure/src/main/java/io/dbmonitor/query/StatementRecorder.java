package io.dbmonitor.query;

import java.time.Duration;
import java.time.InstantSource;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.WorkKind;
import org.jspecify.annotations.Nullable;

/**
 * The entrance for the executed statements of one data source. Called on the
 * application's threads, between a call to the driver and its return: takes no lock, does
 * no I/O, and no fault leaves it.
 */
public final class StatementRecorder {

	private final StatementRegistry registry;

	private final ExecutionObserver observer;

	private final CallSites callSites;

	private final NPlusOneDetector nPlusOne;

	private final long slowNanos;

	private final InstantSource clock;

	private final Faults faults;

	StatementRecorder(StatementRegistry registry, ExecutionObserver observer, CallSites callSites, Duration slow,
			InstantSource clock, Faults faults) {
		this.registry = registry;
		this.observer = observer;
		this.callSites = callSites;
		this.nPlusOne = new NPlusOneDetector(registry.findings(), callSites, observer, clock);
		this.slowNanos = slow.toNanos();
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
	 * @param work the unit of work it was executed for
	 * @param started when the driver was called, by {@link System#nanoTime()}
	 * @param ended when it returned
	 * @param failure what it threw, or {@code null}
	 */
	public void executed(StatementStatistics statement, UnitOfWork work, long started, long ended,
			@Nullable Throwable failure) {
		try {
			long nanos = ended - started;
			statement.executed(nanos, ended);
			if (failure != null) {
				statement.failed();
			}
			this.observer.executed(statement.fingerprint().operation(), ErrorType.of(failure), nanos);
			if (statement.fingerprint().operation() == Operation.SELECT && work.kind() != WorkKind.OTHER) {
				this.nPlusOne.executed(statement, work);
			}
			int weight = statement.callers().weigh();
			if (weight > 0 || nanos >= this.slowNanos) {
				sampled(statement, work, weight, nanos);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	private void sampled(StatementStatistics statement, UnitOfWork work, int weight, long nanos) {
		CallSite caller = this.callSites.find();
		String route = work.name();
		if (caller != null) {
			statement.callers().add(caller, route, Math.max(1, weight));
		}
		if (nanos >= this.slowNanos) {
			Finding finding = this.registry.findings().findOrAdd(FindingKind.SLOW, statement);
			finding.occurred(caller, route, this.clock.millis());
			finding.took(nanos);
			this.observer.slow();
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
			try {
				statement.rows(rows);
				this.observer.rows(rows);
			}
			catch (RuntimeException | LinkageError ex) {
				this.faults.report(Feature.QUERY, ex);
			}
		}
	}

}
