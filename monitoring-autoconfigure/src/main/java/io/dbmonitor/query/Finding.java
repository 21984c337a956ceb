package io.dbmonitor.query;

import io.dbmonitor.meter.Rounded;
import io.dbmonitor.work.CallSite;
import java.time.Instant;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one statement, however often it occurs. Safe for use by
 * several threads.
 */
final class Finding {

	private final FindingKind kind;

	private final StatementStatistics statement;

	private long occurrences;

	private long maxRepetitions;

	private long maxNanos;

	private long usualNanos;

	private long maxRows;

	private @Nullable String evidence;

	private @Nullable Association association;

	/** Of one occurrence and never mixed, as what belongs together explains it. */
	private Place place = Place.UNKNOWN;

	private Instant lastSeen = Instant.EPOCH;

	Finding(FindingKind kind, StatementStatistics statement) {
		this.kind = kind;
		this.statement = statement;
	}

	FindingKind kind() {
		return this.kind;
	}

	StatementStatistics statement() {
		return this.statement;
	}

	synchronized void occurred(Instant now) {
		this.occurrences++;
		this.lastSeen = now;
	}

	/**
	 * Whether to look where it occurred this time: at the 1st, 2nd, 4th, 8th … time, as a
	 * look costs a walk over the stack.
	 */
	synchronized boolean wantsPlace() {
		return Long.bitCount(this.occurrences) == 1;
	}

	synchronized void occurredAt(Place place, @Nullable Association association) {
		this.place = place;
		this.association = association;
	}

	synchronized void repeated(long times) {
		this.maxRepetitions = Math.max(this.maxRepetitions, times);
	}

	synchronized void took(long nanos, long usualNanos) {
		if (nanos > this.maxNanos) {
			this.maxNanos = nanos;
			this.usualNanos = usualNanos;
		}
	}

	synchronized void returned(long rows) {
		this.maxRows = Math.max(this.maxRows, rows);
	}

	synchronized void evidence(String evidence) {
		this.evidence = evidence;
	}

	synchronized Instant lastSeen() {
		return this.lastSeen;
	}

	synchronized FindingSnapshot snapshot() {
		return new FindingSnapshot(this.kind.id(), this.statement.fingerprint().statement(), this.statement.id(),
				this.statement.dataSource(), (this.association != null) ? this.association.name() : null,
				this.place.route(), this.place.transaction(),
				(this.place.caller() != null) ? this.place.caller().toString() : null, this.place.traceId(),
				this.occurrences, positive(this.maxRepetitions), millis(this.maxNanos), millis(this.usualNanos),
				positive(this.maxRows), this.evidence, this.lastSeen, (this.association != null)
						? this.association.advice() : this.kind.advice(this.statement.fingerprint()));
	}

	/**
	 * Where something occurred.
	 *
	 * @param route the name of the unit of work
	 * @param transaction the name of the transaction
	 * @param caller the application's line
	 * @param traceId the trace
	 */
	record Place(@Nullable String route, @Nullable String transaction, @Nullable CallSite caller,
			@Nullable String traceId) {

		static final Place UNKNOWN = new Place(null, null, null, null);

		static Place of(UnitOfWork work, @Nullable String transaction, @Nullable CallSite caller) {
			return new Place(work.name(), transaction, caller, work.traceId());
		}

	}

	private static @Nullable Long positive(long number) {
		return (number > 0) ? number : null;
	}

	private static @Nullable Double millis(long nanos) {
		return (nanos > 0) ? Rounded.millis(nanos) : null;
	}

}
