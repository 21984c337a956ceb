package io.dbmonitor.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The changes of a transaction that were not written yet. They are written in parts, so
 * that a transaction of any length takes a bounded amount of memory. What a rollback to a
 * savepoint takes back of a part that was written behind the savepoint is more than what
 * happened behind it, so each savepoint keeps what was before it in such a part.
 */
final class UnwrittenChanges {

	private static final int MAX_CHANGES = 1000;

	/** In characters. */
	private static final long MAX_WEIGHT = 2_000_000;

	private final int maxChanges;

	private final Map<Object, Mark> marks = new HashMap<>();

	private List<Change> changes = new ArrayList<>();

	/** How many changes were written. */
	private long position;

	private long weight;

	UnwrittenChanges() {
		this(MAX_CHANGES);
	}

	UnwrittenChanges(int maxChanges) {
		this.maxChanges = maxChanges;
	}

	void add(Change change) {
		this.changes.add(change);
		this.weight += change.weight();
	}

	boolean isEmpty() {
		return this.changes.isEmpty();
	}

	boolean isPart() {
		return this.changes.size() >= this.maxChanges || this.weight >= MAX_WEIGHT;
	}

	List<Change> changes() {
		return this.changes;
	}

	long position() {
		return this.position;
	}

	/** All of them were written. */
	void written() {
		List<Change> part = this.changes;
		this.marks.values().forEach((mark) -> mark.written(part, this.position));
		this.changes = new ArrayList<>();
		this.position += part.size();
		this.weight = 0;
	}

	void mark(Object savepoint) {
		this.marks.put(savepoint, new Mark(this.position + this.changes.size()));
	}

	void release(Object savepoint) {
		this.marks.remove(savepoint);
	}

	void rollBackTo(Object savepoint) {
		Mark mark = this.marks.getOrDefault(savepoint, new Mark(0));
		if (mark.before != null) {
			this.changes = new ArrayList<>(mark.before);
			this.position = mark.position - mark.before.size();
			this.marks.values().forEach((other) -> other.unwritten(this.position));
		}
		else if (mark.position < this.position) {
			this.changes.clear();
			this.position = mark.position;
		}
		else {
			this.changes.subList((int) (mark.position - this.position), this.changes.size()).clear();
		}
		this.weight = this.changes.stream().mapToLong(Change::weight).sum();
	}

	private static final class Mark {

		/** How many changes there were before the savepoint. */
		private final long position;

		/** Those of them that were written behind it, or {@code null}. */
		private @Nullable List<Change> before;

		private Mark(long position) {
			this.position = position;
		}

		private void written(List<Change> part, long partPosition) {
			if (this.before == null && partPosition <= this.position && this.position <= partPosition + part.size()) {
				this.before = part.subList(0, (int) (this.position - partPosition));
			}
		}

		private void unwritten(long partPosition) {
			if (this.before != null && this.position - this.before.size() >= partPosition) {
				this.before = null;
			}
		}

	}

}
