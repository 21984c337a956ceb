package io.dbmonitor.query;

import io.dbmonitor.meter.Rounded;
import io.dbmonitor.work.CallSite;
import java.time.Instant;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one statement, however often it occurs. What is told of
 * the last occurrence may be mixed from several that happen at the same moment. Safe for
 * use by several threads.
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

	private @Nullable CallSite caller;

	private @Nullable String route;

	private @Nullable String transaction;

	private @Nullable String traceId;

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

	synchronized void occurred(Instant now, UnitOfWork work, @Nullable String transaction, @Nullable CallSite caller) {
		occurred(now);
		String route = work.name();
		this.route = (route != null) ? route : this.route;
		this.transaction = transaction;
		this.traceId = work.traceId();
		this.caller = (caller != null) ? caller : this.caller;
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

	synchronized void association(@Nullable Association association) {
		this.association = (association != null) ? association : this.association;
	}

	synchronized void evidence(String evidence) {
		this.evidence = evidence;
	}

	synchronized Instant lastSeen() {
		return this.lastSeen;
	}

	synchronized FindingSnapshot snapshot() {
		return new FindingSnapshot(this.kind.id(), this.statement.fingerprint().statement(), this.statement.id(),
				this.statement.dataSource(), (this.association != null) ? this.association.name() : null, this.route,
				this.transaction, (this.caller != null) ? this.caller.toString() : null, this.traceId, this.occurrences,
				positive(this.maxRepetitions), millis(this.maxNanos), millis(this.usualNanos), positive(this.maxRows),
				this.evidence, this.lastSeen,
				(this.association != null) ? this.association.advice() : this.kind.advice(this.statement.fingerprint()));
	}

	private static @Nullable Long positive(long number) {
		return (number > 0) ? number : null;
	}

	private static @Nullable Double millis(long nanos) {
		return (nanos > 0) ? Rounded.millis(nanos) : null;
	}

}
