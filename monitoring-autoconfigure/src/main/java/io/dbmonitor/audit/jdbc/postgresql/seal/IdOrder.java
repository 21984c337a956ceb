package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Whether ids of change sets are as old as their transactions. They are taken from a
 * sequence by who has the id of a transaction: a transaction that began to write after
 * others had been sealed has higher ones. As change sets are sealed in the order of
 * transactions, a bound that was passed stays so. Of one epoch of a chain.
 */
final class IdOrder {

	/** Of each batch that later transactions may not be behind yet. */
	private final Deque<Bound> bounds = new ArrayDeque<>();

	private long highest = Long.MIN_VALUE;

	private long passed = Long.MIN_VALUE;

	/**
	 * Take the next change set.
	 * @param entry its seal
	 * @return whether its id can be from its transaction
	 */
	boolean isNext(SealEntry entry) {
		long id = Objects.requireNonNull(entry.first());
		long transaction = Long.parseUnsignedLong(entry.mark().transaction());
		long by = Long.parseUnsignedLong(entry.by());
		if (Long.compareUnsigned(transaction, by) >= 0) {
			// Of those before the ids of transactions began anew
			return true;
		}
		while (!this.bounds.isEmpty() && Long.compareUnsigned(this.bounds.element().by(), transaction) <= 0) {
			this.passed = this.bounds.remove().highest();
		}
		if (id < this.passed) {
			return false;
		}
		this.highest = Math.max(this.highest, id);
		if (!this.bounds.isEmpty() && this.bounds.getLast().by() == by) {
			this.bounds.removeLast();
		}
		this.bounds.add(new Bound(by, this.highest));
		return true;
	}

	/**
	 * Had been given out before the transaction of the change set that was taken last.
	 */
	long passed() {
		return this.passed;
	}

	/**
	 * What was sealed by one transaction.
	 *
	 * @param by its id
	 * @param highest the highest id of a change set until then
	 */
	private record Bound(long by, long highest) {
	}

}
