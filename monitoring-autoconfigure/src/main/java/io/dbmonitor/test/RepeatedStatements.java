package io.dbmonitor.test;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.dbmonitor.query.Operation;
import io.dbmonitor.query.RecordedExecution;
import io.dbmonitor.query.StatementOrigin;
import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * What a loop sends row by row: the same statement from the same place, again and again
 * for the same request, or else in the block. In production the monitor waits for five;
 * the few rows of a test must do with two.
 */
final class RepeatedStatements {

	private final Map<Loop, Integer> times = new HashMap<>();

	private final Set<RecordedExecution> candidates;

	private final int threshold;

	private RepeatedStatements(SentStatements sent, Predicate<RecordedExecution> kind, int threshold) {
		this.candidates = sent.executions().stream().filter(kind).collect(Collectors.toSet());
		this.candidates.forEach((execution) -> this.times.merge(Loop.of(execution), 1, Integer::sum));
		this.threshold = threshold;
	}

	/** Reads of no table, such as the next value of a sequence, can be read no sooner. */
	static RepeatedStatements reads(SentStatements sent, int threshold) {
		return new RepeatedStatements(sent, (execution) -> execution.fingerprint().operation() == Operation.SELECT
				&& !execution.fingerprint().tables().isEmpty() && execution.failure() == null, threshold);
	}

	/** One insert with many rows is as good as a batch. */
	static RepeatedStatements singleInserts(SentStatements sent, int threshold) {
		return new RepeatedStatements(
				sent, (execution) -> execution.fingerprint().operation() == Operation.INSERT
						&& execution.batchSize() <= 1 && execution.rows() <= 1 && execution.failure() == null,
				threshold);
	}

	SentStatements in(SentStatements sent) {
		return sent.filter((execution) -> this.candidates.contains(execution)
				&& this.times.getOrDefault(Loop.of(execution), 0) >= this.threshold);
	}

	/** Where and for what something is repeated. */
	private record Loop(StatementOrigin origin, @Nullable UnitOfWork work) {

		/** A transaction of its own for each round makes it no better, so it is none. */
		static Loop of(RecordedExecution execution) {
			UnitOfWork work = execution.work();
			return new Loop(execution.origin(), switch (work.kind()) {
				case REQUEST, JOB, MESSAGE, EVENT -> work;
				case TRANSACTION, OTHER -> null;
			});
		}

	}

}
