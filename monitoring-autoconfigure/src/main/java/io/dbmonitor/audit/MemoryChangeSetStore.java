package io.dbmonitor.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the newest change sets in memory: at most so many, and not more than fit into
 * about 32 MB, for a change set can be large.
 */
public final class MemoryChangeSetStore implements ChangeSetStore, ChangeSetListener {

	/** In characters, which take one or two bytes. */
	private static final long MAX_WEIGHT = 16_000_000;

	private final int capacity;

	private long weight;

	private final Deque<ChangeSet> newestFirst = new ArrayDeque<>();

	/**
	 * Make a store.
	 * @param capacity how many change sets to keep
	 */
	public MemoryChangeSetStore(int capacity) {
		this.capacity = capacity;
	}

	@Override
	public void committed(ChangeSet changeSet) {
		synchronized (this.newestFirst) {
			this.newestFirst.addFirst(changeSet);
			this.weight += changeSet.weight();
			while (this.newestFirst.size() > this.capacity || this.weight > MAX_WEIGHT) {
				this.weight -= this.newestFirst.removeLast().weight();
			}
		}
	}

	@Override
	public Optional<ChangeSet> get(UUID id) {
		synchronized (this.newestFirst) {
			return this.newestFirst.stream().filter((changeSet) -> changeSet.id().equals(id)).findFirst();
		}
	}

	@Override
	public List<ChangeSet> find(AuditQuery query) {
		List<ChangeSet> copy;
		synchronized (this.newestFirst) {
			copy = new ArrayList<>(this.newestFirst);
		}
		return copy.stream()
			.filter(query::matches)
			.skip(query.offset())
			.limit(query.limit())
			.map((changeSet) -> (query.entity() != null && query.id() != null)
					? changeSet.of(query.entity(), query.id()) : changeSet)
			.toList();
	}

}
