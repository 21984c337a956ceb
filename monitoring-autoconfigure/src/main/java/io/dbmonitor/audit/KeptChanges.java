package io.dbmonitor.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first changes of a transaction, for those who hear of them after the commit, and
 * how many there were in all.
 */
final class KeptChanges {

	private static final Mark START = new Mark(0, 0, new ChangeCounts());

	private final int max;

	private final List<Change> changes = new ArrayList<>();

	private final Map<Object, Mark> marks = new HashMap<>();

	private ChangeCounts counts = new ChangeCounts();

	private long omitted;

	KeptChanges(int max) {
		this.max = max;
	}

	void add(Change change) {
		this.counts.add(change);
		if (this.changes.size() < this.max) {
			this.changes.add(change);
		}
		else {
			this.omitted++;
		}
	}

	void mark(Object savepoint) {
		this.marks.put(savepoint, new Mark(this.changes.size(), this.omitted, this.counts.copy()));
	}

	void release(Object savepoint) {
		this.marks.remove(savepoint);
	}

	void rollBackTo(Object savepoint) {
		Mark mark = this.marks.getOrDefault(savepoint, START);
		this.changes.subList(mark.changes, this.changes.size()).clear();
		this.omitted = mark.omitted;
		this.counts = mark.counts.copy();
	}

	List<Change> changes() {
		return List.copyOf(this.changes);
	}

	long omitted() {
		return this.omitted;
	}

	ChangeCounts counts() {
		return this.counts;
	}

	private record Mark(int changes, long omitted, ChangeCounts counts) {
	}

}
