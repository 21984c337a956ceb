package io.dbmonitor.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a transaction that is not committed yet. Belongs to its transaction's
 * thread.
 */
public final class PendingChangeSet {

	private final UUID id;

	private final Instant at;

	private final @Nullable String actor;

	private final @Nullable String transaction;

	private final @Nullable UnitOfWork work;

	private final int maxChanges;

	private final List<Change> changes = new ArrayList<>();

	private final Map<ChangeOperation, Long> counts = new EnumMap<>(ChangeOperation.class);

	private final Map<Object, Mark> marks = new HashMap<>();

	private long omitted;

	PendingChangeSet(UUID id, Instant at, @Nullable String actor, @Nullable String transaction,
			@Nullable UnitOfWork work, int maxChanges) {
		this.id = id;
		this.at = at;
		this.actor = actor;
		this.transaction = transaction;
		this.work = work;
		this.maxChanges = maxChanges;
	}

	/**
	 * Add a change behind those that are there.
	 * @param change the change
	 */
	public void add(Change change) {
		this.counts.merge(change.operation(), 1L, Long::sum);
		if (this.changes.size() < this.maxChanges) {
			this.changes.add(change);
		}
		else {
			this.omitted++;
		}
	}

	/**
	 * A savepoint was set.
	 * @param savepoint identifies it
	 */
	public void mark(Object savepoint) {
		this.marks.put(savepoint, new Mark(this.changes.size(), this.omitted, Map.copyOf(this.counts)));
	}

	/**
	 * Forget the changes behind a savepoint.
	 * @param savepoint the savepoint; of one that was set before the first change all are
	 * forgotten
	 */
	public void rollBackTo(Object savepoint) {
		Mark mark = this.marks.getOrDefault(savepoint, new Mark(0, 0, Map.of()));
		this.changes.subList(mark.changes, this.changes.size()).clear();
		this.omitted = mark.omitted;
		this.counts.clear();
		this.counts.putAll(mark.counts);
	}

	/**
	 * Whether nothing has changed.
	 * @return whether there is no change, or none any more
	 */
	boolean isEmpty() {
		return this.changes.isEmpty();
	}

	ChangeSet changeSet() {
		// How a request is called can become known late
		ChangeContext context = new ChangeContext(this.actor, (this.work != null) ? this.work.name() : null,
				(this.work != null) ? this.work.traceId() : null, this.transaction);
		return new ChangeSet(this.id, this.at, context, List.copyOf(this.changes), this.omitted);
	}

	Map<ChangeOperation, Long> counts() {
		return this.counts;
	}

	private record Mark(int changes, long omitted, Map<ChangeOperation, Long> counts) {
	}

}
