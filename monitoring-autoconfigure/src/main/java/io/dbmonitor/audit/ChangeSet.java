package io.dbmonitor.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All changes of one transaction, in the order in which they happened; or all reads of it
 * that are kept, each entity once.
 *
 * @param id identifies the change set
 * @param at when its first change happened
 * @param context who changed something, and in the course of what
 * @param changes the changes
 * @param omitted how many changes are not among them because there were too many
 */
public record ChangeSet(UUID id, Instant at, ChangeContext context, List<Change> changes, long omitted) {

	/**
	 * Return how large the change set is, roughly.
	 * @return characters of its texts, with an allowance for each of the objects around
	 * them
	 */
	long weight() {
		return this.changes.stream().mapToLong(Change::weight).sum();
	}

	/** Whether it tells what was read: nothing else stands in the same change set. */
	boolean isOfReads() {
		return !this.changes.isEmpty() && this.changes.get(0).operation() == ChangeOperation.READ;
	}

	/**
	 * Return the changes of one entity alone.
	 * @param entity the entity's name
	 * @param id its id
	 * @return a change set without the changes of others
	 */
	public ChangeSet of(String entity, String id) {
		List<Change> own = this.changes.stream()
			.filter((change) -> change.entity().equals(entity) && (change.id().equals(id) || change.isOfAny()))
			.toList();
		return new ChangeSet(this.id, this.at, this.context, own, this.omitted);
	}

	/**
	 * Return the change set without its values.
	 * @return a copy that tells only which fields changed
	 */
	public ChangeSet masked() {
		return new ChangeSet(this.id, this.at, this.context, this.changes.stream().map(Change::masked).toList(),
				this.omitted);
	}

}
