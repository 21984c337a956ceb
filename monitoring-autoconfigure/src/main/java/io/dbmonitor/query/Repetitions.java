package io.dbmonitor.query;

import org.jspecify.annotations.Nullable;

/**
 * How often each statement ran in a unit of work. A small hash table of chains, found by
 * identity; statements beyond the bound are not counted. Belongs to the unit's thread:
 * where several work on it a count can be lost, nothing worse.
 */
final class Repetitions {

	private static final int BUCKETS = 16;

	private static final int MAX_STATEMENTS = 256;

	private final @Nullable Repetition[] buckets = new Repetition[BUCKETS];

	private int size;

	/**
	 * Return the count of a statement.
	 * @param statement the statement
	 * @return its count, {@code null} where there are too many
	 */
	@Nullable Repetition of(StatementStatistics statement) {
		int bucket = System.identityHashCode(statement) & (BUCKETS - 1);
		Repetition first = this.buckets[bucket];
		for (Repetition repetition = first; repetition != null; repetition = repetition.next) {
			if (repetition.statement == statement) {
				return repetition;
			}
		}
		if (this.size >= MAX_STATEMENTS) {
			return null;
		}
		this.size++;
		Repetition added = new Repetition(statement, first);
		this.buckets[bucket] = added;
		return added;
	}

	/** The count of one statement. */
	static final class Repetition {

		private final StatementStatistics statement;

		private final @Nullable Repetition next;

		int count;

		int stackHash;

		@Nullable Finding finding;

		@Nullable Finding withoutTransaction;

		private Repetition(StatementStatistics statement, @Nullable Repetition next) {
			this.statement = statement;
			this.next = next;
		}

	}

}
