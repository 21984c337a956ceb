package io.dbmonitor.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the newest change sets in memory.
 */
public final class MemoryChangeSetStore implements ChangeSetStore {

	private final int capacity;

	private final Deque<ChangeSet> newestFirst = new ArrayDeque<>();

	/**
	 * Make a store.
	 * @param capacity how many change sets to keep
	 */
	public MemoryChangeSetStore(int capacity) {
		this.capacity = capacity;
	}

	@Override
	public void append(ChangeSet changeSet) {
		synchronized (this.newestFirst) {
			this.newestFirst.addFirst(changeSet);
			if (this.newestFirst.size() > this.capacity) {
				this.newestFirst.removeLast();
			}
		}
	}

	@Override
	public List<ChangeSet> find(AuditQuery query) {
		List<ChangeSet> copy;
		synchronized (this.newestFirst) {
			copy = new ArrayList<>(this.newestFirst);
		}
		return copy.stream().filter(query::matches).limit(query.limit()).toList();
	}

}
