package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.jdbc.ChangeParameters;

/**
 * What triggers saw of the collections of one entity in one transaction.
 */
final class SeenCollections {

	/** By field. */
	private final Map<String, CollectionTally> tallies = new LinkedHashMap<>();

	/** Add what a trigger saw, in order. */
	void add(Change change) {
		change.values().forEach((field, value) -> {
			if (value instanceof CollectionChange collection) {
				this.tallies.computeIfAbsent(field, (name) -> new CollectionTally()).add(collection);
			}
		});
	}

	/**
	 * Find what is new.
	 * @param known what the mapper recorded of the entity, in order, at least one
	 * @return what the mapper did not record
	 */
	List<PlacedChange> unknown(List<KnownChange> known) {
		List<PlacedChange> unknown = new ArrayList<>();
		this.tallies.forEach((field, tally) -> add(field, tally, known, unknown));
		return unknown;
	}

	private static void add(String field, CollectionTally tally, List<KnownChange> known, List<PlacedChange> unknown) {
		KnownChange last = known.get(known.size() - 1);
		List<CollectionChange> recorded = new ArrayList<>();
		long start = last.place();
		boolean cleared = false;
		for (KnownChange change : known) {
			if (change.change().values().get(field) instanceof CollectionChange collection) {
				if (collection.cleared()) {
					recorded.clear();
					cleared = true;
					start = change.place();
				}
				else if (recorded.isEmpty() && !cleared) {
					start = isCreated(change) ? change.place() : before(change);
				}
				recorded.add(collection);
			}
		}
		CollectionTally.Missing missing = tally.missing(recorded, cleared);
		add(start, last.change(), field, new CollectionChange(missing.early(), List.of(), false), unknown);
		add(last.place(), last.change(), field, new CollectionChange(missing.added(), missing.removed(), false),
				unknown);
	}

	private static boolean isCreated(KnownChange change) {
		return change.change().operation() == ChangeOperation.CREATE;
	}

	/** Behind whatever comes before it. */
	private static long before(KnownChange change) {
		return ChangeParameters.place(ChangeParameters.position(change.place()) - 1);
	}

	private static void add(long behind, Change entity, String field, CollectionChange change,
			List<PlacedChange> unknown) {
		if (!change.isEmpty()) {
			unknown.add(new PlacedChange(behind, new Change(entity.entity(), entity.id(), ChangeOperation.UPDATE,
					ChangeSource.TRIGGER, Map.of(field, change))));
		}
	}

}
