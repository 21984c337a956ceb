package io.dbmonitor.audit.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ValueChange;
import org.jspecify.annotations.Nullable;

/**
 * A change set as the section shows it.
 *
 * @param id identifies the change set
 * @param at when its first change happened
 * @param actor who acted
 * @param transaction the method that began the transaction
 * @param changes the changes, in the order in which they happened
 * @param omitted how many changes are not among them because there were too many
 */
record ChangeSetView(UUID id, Instant at, @Nullable String actor, @Nullable String transaction,
		List<ChangeView> changes, long omitted) {

	static ChangeSetView of(ChangeSet changeSet) {
		return new ChangeSetView(changeSet.id(), changeSet.at(), changeSet.actor(), changeSet.transaction(),
				changeSet.changes().stream().map(ChangeView::of).toList(), changeSet.omitted());
	}

	/**
	 * A change as the section shows it.
	 *
	 * @param entity the entity's name
	 * @param id its id
	 * @param operation what happened
	 * @param source how the audit learned of it
	 * @param values for each field that changed {@code old} and {@code new}
	 */
	record ChangeView(String entity, String id, String operation, String source,
			Map<String, Map<String, Object>> values) {

		static ChangeView of(Change change) {
			Map<String, Map<String, Object>> values = new LinkedHashMap<>();
			change.values().forEach((field, value) -> values.put(field, view(value)));
			return new ChangeView(change.entity(), change.id(), change.operation().name(), change.source().name(),
					values);
		}

		private static Map<String, Object> view(ValueChange value) {
			Map<String, Object> view = new LinkedHashMap<>();
			if (value.oldValue() != null) {
				view.put("old", value.oldValue());
			}
			if (value.newValue() != null) {
				view.put("new", value.newValue());
			}
			return view;
		}

	}

}
