package io.dbmonitor.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * All changes of one transaction, in the order in which they happened.
 *
 * @param id identifies the change set
 * @param at when its first change happened
 * @param actor who acted, where that is known
 * @param transaction the name of Spring's transaction: the method that began it
 * @param changes the changes
 * @param omitted how many changes are not among them because there were too many
 */
public record ChangeSet(UUID id, Instant at, @Nullable String actor, @Nullable String transaction, List<Change> changes,
		long omitted) {

	/**
	 * Return how large the change set is, roughly.
	 * @return characters of its texts, with an allowance for each of the objects around
	 * them
	 */
	long weight() {
		return this.changes.stream().mapToLong(Change::weight).sum();
	}

	/**
	 * Return the changes of one entity alone.
	 * @param entity the entity's name
	 * @param id its id
	 * @return a change set without the changes of others
	 */
	public ChangeSet of(String entity, String id) {
		List<Change> own = this.changes.stream()
			.filter((change) -> change.entity().equals(entity) && change.id().equals(id))
			.toList();
		return new ChangeSet(this.id, this.at, this.actor, this.transaction, own, this.omitted);
	}

	/**
	 * Return the change set without its values.
	 * @return a copy that tells only which fields changed
	 */
	public ChangeSet masked() {
		return new ChangeSet(this.id, this.at, this.actor, this.transaction,
				this.changes.stream().map(Change::masked).toList(), this.omitted);
	}

}
