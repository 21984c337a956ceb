package io.dbmonitor.query;

import java.time.Instant;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a statement, with the evidence. Safe for use by several
 * threads.
 */
final class Finding {

	private final FindingKind kind;

	private final StatementStatistics statement;

	private final LongAdder occurrences = new LongAdder();

	private final LongAccumulator maxRepetitions = new LongAccumulator(Math::max, 0);

	private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

	private volatile @Nullable CallSite caller;

	private volatile @Nullable String route;

	private volatile long lastSeenMillis;

	Finding(FindingKind kind, StatementStatistics statement) {
		this.kind = kind;
		this.statement = statement;
	}

	void occurred(@Nullable CallSite caller, @Nullable String route, long nowMillis) {
		this.occurrences.increment();
		this.caller = (caller != null) ? caller : this.caller;
		this.route = (route != null) ? route : this.route;
		this.lastSeenMillis = nowMillis;
	}

	void repeated(int times) {
		this.maxRepetitions.accumulate(times);
	}

	void took(long nanos) {
		this.maxNanos.accumulate(nanos);
	}

	long lastSeenMillis() {
		return this.lastSeenMillis;
	}

	FindingSnapshot snapshot() {
		CallSite caller = this.caller;
		long repetitions = this.maxRepetitions.get();
		long nanos = this.maxNanos.get();
		return new FindingSnapshot(this.kind.id(), this.statement.fingerprint().statement(), this.statement.id(),
				this.statement.dataSource(), this.route,
				(caller != null) ? caller.method() + ":" + caller.line() : null, this.occurrences.sum(),
				(repetitions > 0) ? repetitions : null, (nanos > 0) ? nanos / 1e6 : null,
				Instant.ofEpochMilli(this.lastSeenMillis), this.kind.advice());
	}

}
