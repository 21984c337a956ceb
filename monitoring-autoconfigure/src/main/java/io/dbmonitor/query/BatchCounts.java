package io.dbmonitor.query;

import io.dbmonitor.meter.Rounded;
import org.jspecify.annotations.Nullable;

/**
 * The batches that a statement was executed in. Safe for use by several threads.
 */
final class BatchCounts {

	private long batches;

	private long statements;

	private long max;

	synchronized void add(int size) {
		this.batches++;
		this.statements += size;
		this.max = Math.max(this.max, size);
	}

	/** {@code null} where the statement was never part of a batch. */
	synchronized StatementSnapshot.@Nullable Batches snapshot() {
		return (this.batches > 0)
				? new StatementSnapshot.Batches(this.batches, Rounded.mean(this.statements, this.batches), this.max)
				: null;
	}

}
