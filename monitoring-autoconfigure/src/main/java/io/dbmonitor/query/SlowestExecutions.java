package io.dbmonitor.query;

import io.dbmonitor.meter.Rounded;
import io.dbmonitor.work.CallSite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The slowest of a statement's recent executions. An execution gets in when it is slower
 * than one that is in, and pushes out what is too old or else the fastest. Safe for use
 * by several threads.
 */
final class SlowestExecutions {

	static final int MAX = 5;

	/** What is faster is not worth to be kept. */
	private static final long FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(15);

	private final List<Entry> entries = new ArrayList<>(0);

	private volatile long floor = FLOOR_NANOS;

	/** From which time on an execution gets in; read for each execution. */
	long floor() {
		return this.floor;
	}

	synchronized void offer(Execution execution, long now) {
		if (execution.nanos() < this.floor) {
			return;
		}
		this.entries.removeIf((entry) -> now - entry.addedNanos > RECENT_NANOS);
		if (this.entries.size() >= MAX) {
			Entry fastest = this.entries.get(this.entries.size() - 1);
			if (execution.nanos() <= fastest.execution.nanos()) {
				return;
			}
			this.entries.remove(fastest);
		}
		this.entries.add(new Entry(Slow.of(execution), now));
		this.entries.sort(Comparator.comparingLong((Entry entry) -> entry.execution.nanos()).reversed());
		this.floor = (this.entries.size() < MAX) ? FLOOR_NANOS : this.entries.get(MAX - 1).execution.nanos();
	}

	/** Let the slowest of long ago not keep out those of now for ever. */
	synchronized void forget(long now) {
		if (this.entries.removeIf((entry) -> now - entry.addedNanos > RECENT_NANOS)) {
			this.floor = FLOOR_NANOS;
		}
	}

	synchronized List<StatementSnapshot.SlowExecution> snapshot() {
		return this.entries.stream().map((entry) -> entry.execution.snapshot()).toList();
	}

	private record Entry(Slow execution, long addedNanos) {
	}

	/** An execution without what would keep more than it alive. */
	private record Slow(Instant at, long nanos, long fetchNanos, long rows, @Nullable String error,
			@Nullable String route, @Nullable String transaction, @Nullable String traceId, @Nullable CallSite caller) {

		static Slow of(Execution execution) {
			return new Slow(execution.at(), execution.nanos(), execution.fetchNanos(), execution.rows(),
					(execution.failure() != null) ? ErrorType.of(execution.failure()) : null, execution.route(),
					execution.transaction(), execution.work().traceId(), execution.caller());
		}

		StatementSnapshot.SlowExecution snapshot() {
			return new StatementSnapshot.SlowExecution(this.at, Rounded.millis(this.nanos),
					Rounded.millis(this.fetchNanos), (this.rows >= 0) ? this.rows : null, this.error, this.route,
					this.transaction, this.traceId, (this.caller != null) ? this.caller.toString() : null);
		}

	}

}
