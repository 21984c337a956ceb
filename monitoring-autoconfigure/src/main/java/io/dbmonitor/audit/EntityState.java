package io.dbmonitor.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The fields of an entity as its changes made them. A collection is a list of its
 * elements, in no order; a field without a value is absent. Belongs to one thread.
 */
public final class EntityState {

	private @Nullable Map<String, Object> fields;

	private boolean deleted;

	private EntityState() {
	}

	/**
	 * Make the state behind changes. A baseline is what was before all of them, whenever
	 * it was written: it was taken when none was committed.
	 * @param changes all of the same entity, in the order in which they happened
	 * @return the fields by name, empty where the entity does not exist
	 */
	public static Optional<Map<String, Object>> after(Collection<Change> changes) {
		EntityState state = new EntityState();
		changes.stream().filter(EntityState::isBaseline).forEach(state::apply);
		changes.stream().filter((change) -> !isBaseline(change)).forEach(state::apply);
		return Optional.ofNullable(state.fields);
	}

	private static boolean isBaseline(Change change) {
		return change.operation() == ChangeOperation.BASELINE;
	}

	private void apply(Change change) {
		if (change.operation() == ChangeOperation.READ || change.isOfAny()) {
			return;
		}
		if (change.operation() == ChangeOperation.DELETE) {
			this.fields = null;
			this.deleted = true;
			return;
		}
		if (this.deleted && isRemoval(change)) {
			return;
		}
		this.deleted = false;
		Map<String, Object> known = this.fields;
		// What was there before the audit began has no first change
		Map<String, Object> fields = (known == null || change.operation() != ChangeOperation.UPDATE) ? new TreeMap<>()
				: known;
		this.fields = fields;
		change.values().forEach((name, value) -> {
			Object applied = (value instanceof CollectionChange collection) ? apply(collection, fields.get(name))
					: ((ValueChange) value).newValue();
			if (applied != null) {
				fields.put(name, applied);
			}
			else {
				fields.remove(name);
			}
		});
	}

	/**
	 * Where the database cascades, elements go behind what they were elements of, and
	 * rows of other tables behind the first one.
	 */
	private static boolean isRemoval(Change change) {
		return change.operation() == ChangeOperation.UPDATE
				&& change.values().values().stream().allMatch(EntityState::isRemoval);
	}

	private static boolean isRemoval(FieldChange change) {
		return (change instanceof CollectionChange collection) ? collection.added().isEmpty()
				: ((ValueChange) change).newValue() == null;
	}

	private static @Nullable List<Object> apply(CollectionChange change, @Nullable Object before) {
		List<Object> elements = (before instanceof Elements known && !change.cleared()) ? known : new Elements();
		if (change.removed().size() == 1) {
			elements.remove(change.removed().get(0));
		}
		else if (!change.removed().isEmpty()) {
			elements.removeIf(new ElementBag(change.removed())::take);
		}
		elements.addAll(change.added());
		return elements.isEmpty() ? null : elements;
	}

	/** Nobody else's, so it can be changed. */
	private static final class Elements extends ArrayList<Object> {

		private static final long serialVersionUID = 1L;

	}

}
