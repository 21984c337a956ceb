package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.RowReader;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.audit.jdbc.ChangeParameters;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which of the changes that triggers saw of one entity in one transaction the
 * object-relational mapper has recorded. The triggers see all of them, in their order;
 * the mapper's are some of these, in the same order. So both are aligned as two sequences
 * are, table by table: by dynamic programming, what agrees best wins (S. B. Needleman, C.
 * D. Wunsch, 1970).
 */
final class ChangeAlignment {

	/** Both have the same values. */
	private static final int SAME = 8;

	/** Both have a field in common. */
	private static final int ALIKE = 4;

	/** Both are of the same kind. */
	private static final int SAME_OPERATION = 3;

	/** Where an upsert inserts, the mapper may speak of an update. */
	private static final int OTHER_OPERATION = 1;

	private static final int NONE = 0;

	/** With more of one entity in one transaction, the order alone decides. */
	private static final int MAX_CELLS = 1_000_000;

	private final List<KnownChange> known;

	private ChangeAlignment(List<KnownChange> known) {
		this.known = known;
	}

	/**
	 * Find what is new.
	 * @param known what the mapper recorded of an entity, in order, at least one
	 * @param seen what triggers saw of it, in order
	 * @return what the mapper did not record, in order
	 */
	static List<PlacedChange> unknown(List<KnownChange> known, List<SeenChange> seen) {
		return new ChangeAlignment(known).unknown(seen);
	}

	private List<PlacedChange> unknown(List<SeenChange> seen) {
		Map<RowReader, List<SeenChange>> byTable = new LinkedHashMap<>();
		seen.forEach((change) -> byTable.computeIfAbsent(change.table(), (table) -> new ArrayList<>()).add(change));
		IdentityHashMap<SeenChange, PlacedChange> unknown = new IdentityHashMap<>();
		byTable.forEach((table, changes) -> align(table, changes, unknown));
		List<PlacedChange> inOrder = new ArrayList<>();
		for (SeenChange change : seen) {
			PlacedChange placed = unknown.get(change);
			if (placed != null) {
				inOrder.add(placed);
			}
		}
		return inOrder;
	}

	private void align(RowReader table, List<SeenChange> seen, IdentityHashMap<SeenChange, PlacedChange> unknown) {
		List<KnownChange> relevant = this.known.stream().filter((change) -> touches(change.change(), table)).toList();
		int[] partners = partners(seen, relevant);
		long behind = ChangeParameters
			.place(ChangeParameters.position((relevant.isEmpty() ? this.known : relevant).get(0).place()) - 1);
		if (relevant.isEmpty()) {
			behind = this.known.get(this.known.size() - 1).place();
		}
		for (int i = 0; i < seen.size(); i++) {
			SeenChange change = seen.get(i);
			Change rest = change.change();
			if (partners[i] >= 0) {
				KnownChange partner = relevant.get(partners[i]);
				behind = partner.place();
				rest = change.isOfColumns() ? null : rest(change.change(), partner.change());
			}
			else if (change.operation() == ChangeOperation.DELETE) {
				behind = last(before(partners, i, relevant));
			}
			if (rest != null) {
				unknown.put(change, new PlacedChange(behind, rest));
			}
		}
	}

	/** The next change that both know, as far as there is one. */
	private static @Nullable KnownChange before(int[] partners, int seen, List<KnownChange> known) {
		for (int i = seen; i < partners.length; i++) {
			if (partners[i] >= 0) {
				return known.get(partners[i]);
			}
		}
		return null;
	}

	/** What goes has not gone before the mapper has written to other tables of it. */
	private long last(@Nullable KnownChange before) {
		long last = ChangeParameters.place(ChangeParameters.position(this.known.get(0).place()) - 1);
		for (KnownChange change : this.known) {
			if (before == null || change.place() < before.place()) {
				last = change.place();
			}
		}
		return last;
	}

	private static boolean touches(Change change, RowReader table) {
		return change.operation() != ChangeOperation.UPDATE
				|| change.values().keySet().stream().anyMatch(table.fields()::contains);
	}

	/** For each that was seen which one is known of it, or -1. */
	private static int[] partners(List<SeenChange> seen, List<KnownChange> known) {
		int[] partners = new int[seen.size()];
		Arrays.fill(partners, -1);
		if ((long) seen.size() * known.size() > MAX_CELLS) {
			for (int i = 0; i < Math.min(seen.size(), known.size()); i++) {
				partners[i] = i;
			}
			return partners;
		}
		int[][] best = new int[seen.size() + 1][known.size() + 1];
		for (int i = 1; i <= seen.size(); i++) {
			for (int j = 1; j <= known.size(); j++) {
				int score = score(seen.get(i - 1), known.get(j - 1).change());
				int pair = (score > NONE) ? best[i - 1][j - 1] + score : NONE;
				best[i][j] = Math.max(pair, Math.max(best[i - 1][j], best[i][j - 1]));
			}
		}
		int i = seen.size();
		int j = known.size();
		while (i > 0 && j > 0) {
			if (best[i][j] == best[i - 1][j]) {
				i--;
			}
			else if (best[i][j] == best[i][j - 1]) {
				j--;
			}
			else {
				partners[--i] = --j;
			}
		}
		return partners;
	}

	private static int score(SeenChange seen, Change known) {
		if (seen.operation() != known.operation()) {
			return (seen.operation() != ChangeOperation.DELETE && known.operation() != ChangeOperation.DELETE)
					? OTHER_OPERATION : NONE;
		}
		Map<String, FieldChange> values = seen.change().values();
		if (values.entrySet().stream().allMatch((value) -> isKnown(value.getKey(), value.getValue(), known))) {
			return SAME;
		}
		return values.keySet().stream().anyMatch(known.values()::containsKey) ? ALIKE : SAME_OPERATION;
	}

	/** What the mapper does not know of a change that it knows. */
	private static @Nullable Change rest(Change seen, Change known) {
		if (seen.operation() == ChangeOperation.DELETE || known.operation() == ChangeOperation.DELETE) {
			return null;
		}
		Map<String, FieldChange> rest = new LinkedHashMap<>();
		seen.values().forEach((field, value) -> {
			if (!isKnown(field, value, known)) {
				rest.put(field, (seen.operation() == ChangeOperation.CREATE)
						? new ValueChange(newValue(known.values().get(field)), newValue(value)) : value);
			}
		});
		return rest.isEmpty() ? null
				: new Change(seen.entity(), seen.id(), ChangeOperation.UPDATE, ChangeSource.TRIGGER, rest);
	}

	private static boolean isKnown(String field, FieldChange seen, Change known) {
		FieldChange value = known.values().get(field);
		if (value == null) {
			// Of what is created, the mapper does not tell what is null
			return known.operation() == ChangeOperation.CREATE && newValue(seen) == null;
		}
		return (known.operation() == ChangeOperation.DELETE) || RenderedValues.isSame(newValue(seen), newValue(value));
	}

	private static @Nullable Object newValue(@Nullable FieldChange change) {
		return (change instanceof ValueChange value) ? value.newValue() : null;
	}

}
