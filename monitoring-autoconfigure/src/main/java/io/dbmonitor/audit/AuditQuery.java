package io.dbmonitor.audit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which change sets to find: those that fulfil all that is not {@code null}.
 *
 * @param entity with a change of an entity of this name
 * @param id with a change of an entity of this id
 * @param actor by this actor
 * @param operation with a change of this kind
 * @param since not before this moment
 * @param until before this moment
 * @param changesOnly without change sets of reads
 * @param bypassed what no transaction of the application owns, and nothing else
 * @param offset without so many of the newest
 * @param limit at most so many
 */
public record AuditQuery(@Nullable String entity, @Nullable String id, @Nullable String actor,
		@Nullable ChangeOperation operation, @Nullable Instant since, @Nullable Instant until, boolean changesOnly,
		boolean bypassed, int offset, int limit) {

	/**
	 * Ask for changes and reads.
	 * @param entity with a change of an entity of this name
	 * @param id with a change of an entity of this id
	 * @param actor by this actor
	 * @param operation with a change of this kind
	 * @param since not before this moment
	 * @param until before this moment
	 * @param offset without so many of the newest
	 * @param limit at most so many
	 */
	public AuditQuery(@Nullable String entity, @Nullable String id, @Nullable String actor,
			@Nullable ChangeOperation operation, @Nullable Instant since, @Nullable Instant until, int offset,
			int limit) {
		this(entity, id, actor, operation, since, until, false, false, offset, limit);
	}

	/**
	 * Ask for the changes of one entity, not for reads of it.
	 * @param entity the entity's name
	 * @param id its id
	 * @param until before this moment, or {@code null}
	 * @return all of them
	 */
	public static AuditQuery of(String entity, String id, @Nullable Instant until) {
		return new AuditQuery(entity, id, null, null, null, until, true, false, 0, Integer.MAX_VALUE);
	}

	/**
	 * Ask for what no transaction of the application owns.
	 * @param since not before this moment, or {@code null}
	 * @param until before this moment, or {@code null}
	 * @param offset without so many of the newest
	 * @param limit at most so many
	 * @return changes by other programs
	 */
	public static AuditQuery bypassed(@Nullable Instant since, @Nullable Instant until, int offset, int limit) {
		return new AuditQuery(null, null, null, null, since, until, true, true, offset, limit);
	}

	/**
	 * Whether a change set is asked for.
	 * @param changeSet the change set
	 * @return whether it fulfils all conditions; those on changes must hold for the same
	 * change
	 */
	public boolean matches(ChangeSet changeSet) {
		return (this.actor == null || this.actor.equals(changeSet.context().actor()))
				&& (this.since == null || !changeSet.at().isBefore(this.since))
				&& (this.until == null || changeSet.at().isBefore(this.until))
				&& (!this.bypassed || changeSet.context().session() != null)
				&& changeSet.changes().stream().anyMatch(this::matches);
	}

	/**
	 * Ask for the pages before, too.
	 * @return a query for all that this one asks for and skips
	 */
	public AuditQuery fromTheFirst() {
		return new AuditQuery(this.entity, this.id, this.actor, this.operation, this.since, this.until,
				this.changesOnly, this.bypassed, 0, (int) Math.min(Integer.MAX_VALUE, (long) this.offset + this.limit));
	}

	/**
	 * Whether the changes of one entity are asked for; those of others are left out then.
	 * @return whether both entity and id are known
	 */
	public boolean isOfOneEntity() {
		return this.entity != null && this.id != null;
	}

	private boolean matches(Change change) {
		return (this.entity == null || this.entity.equals(change.entity()))
				&& (this.id == null || this.id.equals(change.id()) || change.isOfAny())
				&& (this.operation == null || this.operation == change.operation())
				&& !(this.changesOnly && change.operation() == ChangeOperation.READ);
	}

}
