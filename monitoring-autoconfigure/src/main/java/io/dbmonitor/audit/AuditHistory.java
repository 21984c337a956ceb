package io.dbmonitor.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;
import java.util.UUID;

/**
 * What the audit knows: the changes of entities, their states, and what would bring them
 * back. Where the store is a database, each question goes to it, by a connection outside
 * the pool: what the current transaction has changed is not in the answers. Safe for use
 * by several threads.
 */
public final class AuditHistory {

	/** How many change sets are read at once. */
	private static final int PAGE = 500;

	private final ChangeSetStore store;

	private final EntityModel model;

	/**
	 * Make a history.
	 * @param store has the change sets
	 * @param model knows the entities
	 */
	public AuditHistory(ChangeSetStore store, EntityModel model) {
		this.store = store;
		this.model = model;
	}

	/**
	 * Find change sets.
	 * @param query which ones
	 * @return the newest first
	 * @throws ChangeSetStoreException if the store does not answer
	 */
	public List<ChangeSet> find(AuditQuery query) {
		return this.store.find(query);
	}

	/**
	 * Return the life of an entity.
	 * @param type the entity's class
	 * @param id its id
	 * @param offset without so many of the newest
	 * @param limit at most so many
	 * @return the change sets that changed it, the newest first, each with its changes
	 * alone
	 * @throws ChangeSetStoreException if the store does not answer
	 */
	public List<ChangeSet> of(Class<?> type, Object id, int offset, int limit) {
		return this.store.find(
				new AuditQuery(this.model.name(type), this.model.id(type, id), null, null, null, null, offset, limit));
	}

	/**
	 * Return an entity as it was.
	 * @param type the entity's class
	 * @param id its id
	 * @param at the time
	 * @return the entity, empty where it did not exist then or nothing is known of it
	 * @throws ChangeSetStoreException if the store does not answer
	 */
	public Optional<EntitySnapshot> at(Class<?> type, Object id, Instant at) {
		return at(this.model.name(type), this.model.id(type, id), at);
	}

	/**
	 * Return an entity as it was.
	 * @param entity the entity's name
	 * @param id its id
	 * @param at the time
	 * @return the entity, empty where it did not exist then or nothing is known of it
	 * @throws ChangeSetStoreException if the store does not answer
	 */
	public Optional<EntitySnapshot> at(String entity, String id, Instant at) {
		List<Change> changes = sinceItWasMade(entity, id, at.plusNanos(1));
		return EntityState.after(changes)
			.map((values) -> new EntitySnapshot(entity, id, at,
					isWhole(changes) && changes.stream().noneMatch(Change::isOfAny)
							&& !isWrittenByStatements(this.model.supertypes(entity), at),
					values));
	}

	private boolean isWrittenByStatements(List<String> entities, Instant at) {
		return entities.stream()
			.anyMatch((entity) -> !this.store
				.find(new AuditQuery(entity, StatementWrite.ANY, null, null, null, at.plusNanos(1), true, false, 0, 1))
				.isEmpty());
	}

	/**
	 * Return what is different between two times.
	 * @param type the entity's class
	 * @param id its id
	 * @param from the one time
	 * @param to the other
	 * @return by field the values at either time; where the entity did not exist all of
	 * its fields are without a value
	 * @throws ChangeSetStoreException if the store does not answer
	 */
	public Map<String, ValueDifference> difference(Class<?> type, Object id, Instant from, Instant to) {
		Map<String, Object> before = at(type, id, from).map(EntitySnapshot::values).orElse(Map.of());
		Map<String, Object> after = at(type, id, to).map(EntitySnapshot::values).orElse(Map.of());
		Set<String> fields = new TreeSet<>(before.keySet());
		fields.addAll(after.keySet());
		Map<String, ValueDifference> difference = new TreeMap<>();
		for (String field : fields) {
			Object former = before.get(field);
			Object latter = after.get(field);
			if (!Objects.equals(former, latter)) {
				difference.put(field, new ValueDifference(former, latter));
			}
		}
		return difference;
	}

	/**
	 * Make a plan that would undo a change set.
	 * @param changeSet its id
	 * @return the plan, empty where the change set is not kept
	 * @throws ChangeSetStoreException if the store does not answer
	 */
	public Optional<UndoPlan> undo(UUID changeSet) {
		return this.store.get(changeSet).map((known) -> {
			List<UndoPlan.Step> steps = new ArrayList<>();
			known.changes()
				.stream()
				.filter((change) -> change.operation().isChange())
				.forEach((change) -> steps.add(0, undo(known.id(), change)));
			return new UndoPlan(known.id(), steps);
		});
	}

	private UndoPlan.Step undo(UUID changeSet, Change change) {
		if (change.isOfAny()) {
			return new UndoPlan.Step(change.reversed(), List.of(), List.of(StatementWrite.ANY));
		}
		Set<String> conflicts = new TreeSet<>();
		for (ChangeSet later : this.store.find(AuditQuery.of(change.entity(), change.id(), null))) {
			if (later.id().equals(changeSet)) {
				break;
			}
			later.changes().forEach((other) -> conflicts.addAll(conflicts(change, other)));
		}
		return new UndoPlan.Step(change.reversed(), List.copyOf(conflicts), change.irreversible());
	}

	/** Whoever was deleted or made anew is not what it was in any field. */
	private static Set<String> conflicts(Change change, Change later) {
		if (!later.operation().isChange()) {
			return Set.of();
		}
		Set<String> fields = new TreeSet<>(change.values().keySet());
		if (later.isOfAny()) {
			return fields;
		}
		if (change.operation() == ChangeOperation.UPDATE && later.operation() == ChangeOperation.UPDATE) {
			fields.retainAll(later.values().keySet());
		}
		else {
			fields.addAll(later.values().keySet());
		}
		return fields;
	}

	/**
	 * Return what would be written of an entity if its session was flushed now.
	 * @param entity an entity that is managed in the current transaction
	 * @return what has changed; empty where nothing has, or the entity is not managed
	 */
	public Optional<Change> pending(Object entity) {
		return Optional.ofNullable(this.model.pending(entity));
	}

	/** In their order; what was before an entity was made has no part in its state. */
	private List<Change> sinceItWasMade(String entity, String id, Instant until) {
		// By id, as pages can overlap: others commit meanwhile
		Map<UUID, ChangeSet> newestFirst = new LinkedHashMap<>();
		List<ChangeSet> page;
		do {
			page = this.store
				.find(new AuditQuery(entity, id, null, null, null, until, true, false, newestFirst.size(), PAGE));
			page.forEach((changeSet) -> newestFirst.putIfAbsent(changeSet.id(), changeSet));
		}
		while (page.size() == PAGE && page.stream().noneMatch(AuditHistory::makes));
		List<ChangeSet> oldestFirst = new ArrayList<>(newestFirst.values());
		Collections.reverse(oldestFirst);
		List<Change> changes = oldestFirst.stream().flatMap((changeSet) -> changeSet.changes().stream()).toList();
		int made = changes.size() - 1;
		while (made > 0 && !makes(changes.get(made))) {
			made--;
		}
		return changes.subList(Math.max(0, made), changes.size());
	}

	/** Whether all fields are known from the first change on. */
	private static boolean isWhole(List<Change> changes) {
		return makes(changes.get(0))
				|| changes.stream().anyMatch((change) -> change.operation() == ChangeOperation.BASELINE);
	}

	private static boolean makes(ChangeSet changeSet) {
		return changeSet.changes().stream().anyMatch(AuditHistory::makes);
	}

	private static boolean makes(Change change) {
		return change.operation() == ChangeOperation.CREATE && !change.isOfAny();
	}

}
