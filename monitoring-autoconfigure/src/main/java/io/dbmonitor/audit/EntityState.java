package io.dbmonitor.audit;

import java.util.ArrayList;
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

	private EntityState() {
	}

	/**
	 * Make the state behind changes.
	 * @param changes all of the same entity, in the order in which they happened
	 * @return the fields by name, empty where the entity does not exist
	 */
	public static Optional<Map<String, Object>> after(Iterable<Change> changes) {
		EntityState state = new EntityState();
		changes.forEach(state::apply);
		return Optional.ofNullable(state.fields);
	}

	private void apply(Change change) {
		if (change.operation() == ChangeOperation.DELETE) {
			this.fields = null;
			return;
		}
		Map<String, Object> known = this.fields;
		// What was there before the audit began has no first change
		Map<String, Object> fields = (known == null || change.operation() == ChangeOperation.CREATE) ? new TreeMap<>()
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

	private static @Nullable List<Object> apply(CollectionChange change, @Nullable Object before) {
		List<Object> elements = (before instanceof List<?> known && !change.cleared()) ? new ArrayList<>(known)
				: new ArrayList<>();
		change.removed().forEach(elements::remove);
		elements.addAll(change.added());
		return elements.isEmpty() ? null : elements;
	}

}
