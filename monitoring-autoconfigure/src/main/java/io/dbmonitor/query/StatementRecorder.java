package io.dbmonitor.query;

import io.dbmonitor.work.CallSite;
import io.dbmonitor.work.CallSites;
import java.time.InstantSource;
import java.util.List;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.ExecutionListener.Interest;
import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Records the executions of one data source. This is the entrance of the hot path: it
 * does no I/O, walks a stack only for samples, and never throws. It takes no lock except
 * for what is rare: a statement seen for the first time, a slice of time that closes, a
 * finding.
 */
public final class StatementRecorder {

	private final StatementRegistry registry;

	private final Findings findings;

	private final ExecutionObserver observer;

	private final ExecutionTracer tracer;

	private final CallSites callSites;

	private final Association.Resolver associations;

	private final Recordings recordings;

	private final RepetitionDetector repetitions;

	private final ExpectedFinding expected;

	private final QuerySettings settings;

	private final long slowNanos;

	private final List<ExecutionListener> listeners;

	private final boolean listenersWantAll;

	private final InstantSource clock;

	private final Faults faults;

	StatementRecorder(StatementRegistry registry, ExecutionObserver observer, ExecutionTracer tracer,
			List<ExecutionListener> listeners, Recordings recordings, CallSites callSites,
			Association.Resolver associations, ExpectedFinding expected, QuerySettings settings, InstantSource clock,
			Faults faults) {
		this.registry = registry;
		this.findings = registry.findings();
		this.observer = observer;
		this.tracer = tracer;
		this.listeners = listeners;
		this.listenersWantAll = listeners.stream().anyMatch((listener) -> listener.interest() == Interest.ALL);
		this.recordings = recordings;
		this.callSites = callSites;
		this.associations = associations;
		this.repetitions = new RepetitionDetector(this.findings, callSites, associations, observer);
		this.expected = expected;
		this.settings = settings;
		this.slowNanos = settings.slowThreshold().toNanos();
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
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
			return this.registry.other();
		}
	}

	/**
	 * Find the tables that a text writes.
	 * @param statement what it counts under
	 * @param sql the text as it is sent
	 * @return the tables whose rows it changes
	 */
	public List<WrittenTable> writes(StatementStatistics statement, String sql) {
		return (statement == this.registry.other()) ? this.registry.fingerprint(sql).writes()
				: statement.fingerprint().writes();
	}

	/**
	 * Whether a text inserts one row and no more.
	 * @param sql the text as it is sent
	 * @return whether it does; {@code false} where that cannot be told from the text
	 */
	public boolean insertsOneRow(String sql) {
		return SingleRowInsert.is(sql, this.registry.dialect());
	}

	/**
	 * Whether somebody wants to see the values that are bound to parameters.
	 * @return whether to hand them to {@link OpenExecution#bound(List)}
	 */
	public boolean wantsValues() {
		return this.settings.logValues();
	}

	/**
	 * Keep a fault from the application.
	 * @param fault what was thrown
	 */
	public void fault(Throwable fault) {
		this.faults.report(Feature.QUERY, fault);
	}

	/**
	 * An execution begins.
	 * @param statement what is executed
	 * @param batchSize how many statements the batch has, 0 where it is none
	 * @return the span to hand to {@link #ended}, or {@code null}
	 */
	public ExecutionTracer.@Nullable Span started(StatementStatistics statement, int batchSize) {
		try {
			return this.tracer.started(statement, batchSize);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
			return null;
		}
	}

	/**
	 * A traced execution is over.
	 * @param span what {@link #started} returned
	 * @param failure what it threw, or {@code null}
	 */
	public void ended(ExecutionTracer.Span span, @Nullable Throwable failure) {
		try {
			span.ended(failure);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	/**
	 * Count an execution.
	 * @param statement what was executed
	 * @param context what the connection knows
	 * @param work what it was executed for
	 * @param started when the driver was called, by {@link System#nanoTime()}
	 * @param ended when it returned
	 * @param batchSize how many statements the batch had, 0 where it was none
	 * @param failure what it threw, or {@code null}
	 * @return what to hand back with the result, {@code null} where nobody wants it
	 */
	public @Nullable OpenExecution executed(StatementStatistics statement, ExecutionContext context, UnitOfWork work,
			long started, long ended, int batchSize, @Nullable Throwable failure) {
		try {
			long nanos = ended - started;
			work.budget().executed(nanos);
			statement.executed(nanos, ended);
			if (failure != null) {
				statement.failed(failure);
			}
			if (batchSize > 0) {
				statement.batch(batchSize);
			}
			Operation operation = statement.fingerprint().operation();
			this.observer.executed(operation, ErrorType.of(failure), nanos);
			if (operation == Operation.SELECT && failure == null) {
				this.repetitions.read(statement, context, work);
				FindingKind kind = this.expected.take(statement.fingerprint(), work, this.callSites::stack);
				if (kind != null) {
					this.findings.tell(this.findings.occurred(kind, statement, work, context.transaction(),
							this.callSites.find()));
				}
			}
			int weight = statement.callers().weigh();
			if (weight > 0 || this.listenersWantAll || nanos >= this.slowNanos || statement.isNoteworthy(nanos)
					|| this.recordings.areActive()) {
				return look(statement, context, work, started, ended, batchSize, failure, weight);
			}
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
		return null;
	}

	/** Look closer at one execution of many. */
	private @Nullable OpenExecution look(StatementStatistics statement, ExecutionContext context, UnitOfWork work,
			long started, long ended, int batchSize, @Nullable Throwable failure, int weight) {
		long nanos = ended - started;
		boolean slow = nanos >= this.slowNanos;
		String transaction = context.transaction();
		CallSite caller = this.callSites.find();
		if (caller != null && (weight > 0 || slow)) {
			statement.callers().add(caller, work.name(), transaction, weight);
		}
		if (slow) {
			Finding finding = this.findings.occurred(FindingKind.SLOW, statement, work, transaction, caller);
			finding.took(nanos, 0);
			this.findings.tell(finding);
			this.observer.slow();
		}
		if (statement.isUnusual(nanos)) {
			Finding finding = this.findings.occurred(FindingKind.SLOWER_THAN_USUAL, statement, work, transaction,
					caller);
			finding.took(nanos, statement.usualNanos());
			this.findings.tell(finding);
			this.observer.slowerThanUsual();
		}
		if (weight > 1) {
			statement.learn(ended);
		}
		RecordedExecution recorded = this.recordings.areActive()
				? record(statement, context, work, nanos, batchSize, failure) : null;
		return (slow || this.listenersWantAll || recorded != null || statement.isNoteworthy(nanos))
				? new OpenExecution(statement, this.clock.instant().minusNanos(nanos), nanos, batchSize, failure, work,
						transaction, caller, recorded)
				: null;
	}

	/** Keep one execution while somebody records. */
	private RecordedExecution record(StatementStatistics statement, ExecutionContext context, UnitOfWork work,
			long nanos, int batchSize, @Nullable Throwable failure) {
		StatementOrigin origin = this.recordings.origin(statement, this.callSites.path(), () -> association(statement));
		RecordedExecution recorded = new RecordedExecution(origin, work, context.isAutoCommit(), nanos, batchSize,
				failure, Thread.currentThread());
		this.recordings.sent(recorded);
		return recorded;
	}

	private @Nullable Association association(StatementStatistics statement) {
		return (statement.fingerprint().operation() == Operation.SELECT)
				? this.associations.find(statement.fingerprint(), this.callSites.stack()) : null;
	}

	/**
	 * Count rows that a statement affected.
	 * @param statement what was executed
	 * @param context what the connection knows
	 * @param work what it was executed for
	 * @param open what {@link #executed} returned
	 * @param rows how many rows, a negative number where that is not known
	 * @param batched whether it was a batch
	 */
	public void affected(StatementStatistics statement, ExecutionContext context, UnitOfWork work,
			@Nullable OpenExecution open, long rows, boolean batched) {
		try {
			if (rows > 0) {
				statement.affected(rows);
				this.observer.rows(rows);
				if (rows == 1 && !batched && statement.fingerprint().operation() == Operation.INSERT) {
					this.repetitions.inserted(statement, context, work);
				}
			}
			finish(open, rows, 0);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	/**
	 * Count rows that were read.
	 * @param statement what was executed
	 * @param context what the connection knows
	 * @param work what it was executed for
	 * @param open what {@link #executed} returned
	 * @param rows how many rows
	 * @param nanos how long it took until the last one
	 * @param otherNanos for how long of that the unit of work was busy with other
	 * statements
	 */
	public void read(StatementStatistics statement, ExecutionContext context, UnitOfWork work,
			@Nullable OpenExecution open, long rows, long nanos, long otherNanos) {
		try {
			statement.read(rows, nanos);
			work.budget().fetched(Math.max(0, nanos - otherNanos));
			if (rows > 0) {
				this.observer.rows(rows);
				Fingerprint fingerprint = statement.fingerprint();
				if (rows >= this.settings.unboundedRows() && fingerprint.operation() == Operation.SELECT
						&& !fingerprint.limited()) {
					Finding finding = this.findings.occurred(FindingKind.UNBOUNDED_READ, statement, work,
							context.transaction(), this.callSites.find());
					finding.returned(rows);
					this.findings.tell(finding);
				}
			}
			finish(open, rows, nanos);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	/**
	 * Give an execution up whose result nobody asked for.
	 * @param open what {@link #executed} returned
	 */
	public void abandon(OpenExecution open) {
		try {
			finish(open, -1, 0);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

	private void finish(@Nullable OpenExecution open, long rows, long fetchNanos) {
		Execution execution = (open != null) ? open.finish(rows, fetchNanos) : null;
		if (execution == null) {
			return;
		}
		boolean slow = execution.nanos() >= this.slowNanos;
		execution.statement().slow(execution);
		Finding finding = slow ? this.findings.find(FindingKind.SLOW, execution.statement()) : null;
		if (finding != null) {
			finding.returned(rows);
		}
		for (ExecutionListener listener : this.listeners) {
			tell(listener, execution, slow);
		}
	}

	private void tell(ExecutionListener listener, Execution execution, boolean slow) {
		try {
			Interest interest = listener.interest();
			if (interest == Interest.ALL || (slow && interest == Interest.SLOW)) {
				listener.executed(execution);
			}
		}
		catch (Throwable ex) {
			this.faults.report(Feature.QUERY, ex);
		}
	}

}
