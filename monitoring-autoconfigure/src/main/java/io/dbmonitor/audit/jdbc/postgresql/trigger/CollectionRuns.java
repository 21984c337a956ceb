package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.CollectionChange;

/**
 * Makes one change of the rows of a collection that come one after the other, as a
 * collection is written element by element.
 */
final class CollectionRuns {

	private CollectionRuns() {
	}

	/**
	 * Join changes.
	 * @param changes changes in order
	 * @return as many, or fewer
	 */
	static List<SeenChange> joined(List<SeenChange> changes) {
		List<SeenChange> joined = new ArrayList<>();
		Run run = null;
		for (SeenChange change : changes) {
			if (run != null && !run.isGoneOnBy(change)) {
				run.end(joined);
				run = null;
			}
			if (run == null && isElement(change)) {
				run = new Run(change);
			}
			if (run != null) {
				run.add(change);
			}
			else {
				joined.add(change);
			}
		}
		if (run != null) {
			run.end(joined);
		}
		return joined;
	}

	private static boolean isElement(SeenChange change) {
		return change.reader().isCollection() && !change.change().isOfAny();
	}

	/** Rows of the same collection. */
	private static final class Run {

		private final SeenChange first;

		private final String field;

		private final List<Object> added = new ArrayList<>();

		private final List<Object> removed = new ArrayList<>();

		private Run(SeenChange first) {
			this.first = first;
			this.field = field(first.change());
		}

		private static String field(Change change) {
			return change.values().keySet().iterator().next();
		}

		private boolean isGoneOnBy(SeenChange change) {
			return isElement(change) && change.reader() == this.first.reader()
					&& change.change().id().equals(this.first.change().id())
					&& change.change().entity().equals(this.first.change().entity());
		}

		private void add(SeenChange change) {
			if (change.change().values().get(this.field) instanceof CollectionChange collection) {
				collection.removed().forEach((element) -> move(element, this.added, this.removed));
				collection.added().forEach((element) -> move(element, this.removed, this.added));
			}
		}

		private static void move(Object element, List<Object> from, List<Object> to) {
			if (!from.remove(element)) {
				to.add(element);
			}
		}

		private void end(List<SeenChange> joined) {
			CollectionChange collection = new CollectionChange(this.added, this.removed, false);
			if (!collection.isEmpty()) {
				Change change = this.first.change();
				joined.add(new SeenChange(new Change(change.entity(), change.id(), change.operation(), change.source(),
						Map.of(this.field, collection)), this.first.row(), this.first.reader()));
			}
		}

	}

}
