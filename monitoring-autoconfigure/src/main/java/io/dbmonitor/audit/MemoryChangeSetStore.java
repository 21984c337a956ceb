package io.dbmonitor.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Keeps the newest change sets in memory: at most so many, and not more than fit into
 * about 32 MB, for a change set can be large. Reads have as much room of their own, as
 * there can be many more of them.
 */
public final class MemoryChangeSetStore implements ChangeSetStore, ChangeSetListener {

	private final Room changes;

	private final Room reads;

	private long sequence;

	/**
	 * Make a store.
	 * @param capacity how many change sets to keep, and how many of reads
	 */
	public MemoryChangeSetStore(int capacity) {
		this.changes = new Room(capacity);
		this.reads = new Room(capacity);
	}

	@Override
	public synchronized void committed(ChangeSet changeSet) {
		(changeSet.isOfReads() ? this.reads : this.changes).add(new Kept(this.sequence++, changeSet));
	}

	@Override
	public Optional<ChangeSet> get(UUID id) {
		return newestFirst().filter((changeSet) -> changeSet.id().equals(id)).findFirst();
	}

	@Override
	public List<ChangeSet> find(AuditQuery query) {
		return newestFirst().filter(query::matches)
			.skip(query.offset())
			.limit(query.limit())
			.map((changeSet) -> (query.entity() != null && query.id() != null)
					? changeSet.of(query.entity(), query.id()) : changeSet)
			.toList();
	}

	private synchronized Stream<ChangeSet> newestFirst() {
		List<Kept> copy = new ArrayList<>(this.changes.newestFirst);
		copy.addAll(this.reads.newestFirst);
		return copy.stream().sorted(Comparator.comparing(Kept::sequence).reversed()).map(Kept::changeSet);
	}

	/**
	 * A change set, with its place in the order in which they came.
	 *
	 * @param sequence the place
	 * @param changeSet the change set
	 */
	private record Kept(long sequence, ChangeSet changeSet) {
	}

	/** Room for the newest. */
	private static final class Room {

		/** In characters, which take one or two bytes. */
		private static final long MAX_WEIGHT = 16_000_000;

		private final int capacity;

		private final Deque<Kept> newestFirst = new ArrayDeque<>();

		private long weight;

		private Room(int capacity) {
			this.capacity = capacity;
		}

		private void add(Kept kept) {
			this.newestFirst.addFirst(kept);
			this.weight += kept.changeSet.weight();
			while (this.newestFirst.size() > this.capacity || this.weight > MAX_WEIGHT) {
				this.weight -= this.newestFirst.removeLast().changeSet.weight();
			}
		}

	}

}
