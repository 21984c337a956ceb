package io.dbmonitor.audit.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeContext;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.CollectionEntry;
import io.dbmonitor.audit.DatabaseSession;
import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.audit.ValueChange;
import org.jspecify.annotations.Nullable;

/**
 * A change set as the section shows it.
 *
 * @param id identifies the change set
 * @param at when its first change happened
 * @param actor who acted
 * @param route the request, job, message or event
 * @param traceId the id of the trace
 * @param transaction the method that began the transaction
 * @param instance which instance of the application it was
 * @param session the session of the database that it was, where it was not the
 * application
 * @param changes the changes, in the order in which they happened
 * @param omitted how many changes are not among them because there were too many
 */
record ChangeSetView(UUID id, Instant at, @Nullable String actor, @Nullable String route, @Nullable String traceId,
		@Nullable String transaction, @Nullable String instance, @Nullable DatabaseSession session,
		List<ChangeView> changes, long omitted) {

	static ChangeSetView of(ChangeSet changeSet) {
		ChangeContext context = changeSet.context();
		return new ChangeSetView(changeSet.id(), changeSet.at(), context.actor(), context.route(), context.traceId(),
				context.transaction(), context.instance(), context.session(),
				changeSet.changes().stream().map(ChangeView::of).toList(), changeSet.omitted());
	}

	/**
	 * A change as the section shows it.
	 *
	 * @param entity the entity's name
	 * @param id its id
	 * @param operation what happened
	 * @param source how the audit learned of it
	 * @param values for each field that changed {@code old} and {@code new}, for a
	 * collection {@code added} and {@code removed}
	 * @param statement the statement that wrote the entity's table, where nothing else is
	 * known of the change
	 */
	record ChangeView(String entity, String id, String operation, String source,
			Map<String, Map<String, Object>> values, @Nullable StatementWrite statement) {

		static ChangeView of(Change change) {
			Map<String, Map<String, Object>> values = new LinkedHashMap<>();
			change.values().forEach((field, value) -> values.put(field, view(value)));
			return new ChangeView(change.entity(), change.id(), change.operation().name(), change.source().name(),
					values, change.statement());
		}

		private static Map<String, Object> view(FieldChange change) {
			return (change instanceof CollectionChange collection) ? view(collection) : view((ValueChange) change);
		}

		private static Map<String, Object> view(CollectionChange change) {
			Map<String, Object> view = new LinkedHashMap<>();
			if (change.cleared()) {
				view.put("cleared", true);
			}
			if (!change.added().isEmpty()) {
				view.put("added", elements(change.added()));
			}
			if (!change.removed().isEmpty()) {
				view.put("removed", elements(change.removed()));
			}
			return view;
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

	/**
	 * Show a field's value.
	 * @param value the value as it is kept
	 * @return of an element with a key an object of both
	 */
	static Object value(Object value) {
		if (value instanceof List<?> elements) {
			return elements(elements);
		}
		return (value instanceof CollectionEntry entry) ? Map.of("key", entry.key(), "value", entry.value()) : value;
	}

	private static List<Object> elements(List<?> elements) {
		List<Object> view = new ArrayList<>();
		elements.forEach((element) -> view.add(value(element)));
		return view;
	}

}
