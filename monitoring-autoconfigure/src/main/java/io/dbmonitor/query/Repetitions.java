package io.dbmonitor.query;

import io.dbmonitor.work.WorkAttachment;
import org.jspecify.annotations.Nullable;

/**
 * How often each statement ran in a unit of work. Most units have few statements, which
 * are a chain; more are in a small hash table of chains, found by identity; statements
 * beyond the bound are not counted. Belongs to the unit's thread: where several work on
 * it a count can be lost, nothing worse.
 */
final class Repetitions extends WorkAttachment {

	private static final int FEW = 4;

	private static final int BUCKETS = 16;

	private static final int MAX_STATEMENTS = 256;

	/** The only statement yet, and executed once: all that many units ever have. */
	private @Nullable StatementStatistics once;

	private @Nullable Repetition few;

	private @Nullable Repetition @Nullable [] buckets;

	private int size;

	/**
	 * Count an execution of a statement.
	 * @param statement the statement
	 * @return how often it ran, this time included; {@code null} where it is the first of
	 * all, which repeats nothing, and where there are too many
	 */
	@Nullable Repetition count(StatementStatistics statement) {
		if (this.size == 0) {
			this.size = 1;
			this.once = statement;
			return null;
		}
		if (this.once != null) {
			this.few = new Repetition(this.once, null);
			this.few.count = 1;
			this.once = null;
		}
		Repetition repetition = of(statement);
		if (repetition != null) {
			repetition.count++;
		}
		return repetition;
	}

	private @Nullable Repetition of(StatementStatistics statement) {
		Repetition known = find(this.few, statement);
		if (known != null) {
			return known;
		}
		if (this.size < FEW) {
			this.size++;
			Repetition added = new Repetition(statement, this.few);
			this.few = added;
			return added;
		}
		return ofMany(statement);
	}

	private @Nullable Repetition ofMany(StatementStatistics statement) {
		@Nullable Repetition[] buckets = this.buckets;
		if (buckets == null) {
			buckets = new Repetition[BUCKETS];
			this.buckets = buckets;
		}
		int bucket = System.identityHashCode(statement) & (BUCKETS - 1);
		Repetition known = find(buckets[bucket], statement);
		if (known != null || this.size >= MAX_STATEMENTS) {
			return known;
		}
		this.size++;
		Repetition added = new Repetition(statement, buckets[bucket]);
		buckets[bucket] = added;
		return added;
	}

	private static @Nullable Repetition find(@Nullable Repetition first, StatementStatistics statement) {
		for (Repetition repetition = first; repetition != null; repetition = repetition.next) {
			if (repetition.statement == statement) {
				return repetition;
			}
		}
		return null;
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
