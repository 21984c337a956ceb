package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.CollectionEntry;
import org.jspecify.annotations.Nullable;

/**
 * Compares what triggers saw of one collection in one transaction with what the
 * object-relational mapper has recorded. The mapper may write the same rows several
 * times, or all of them anew, so what counts is what came of it: how often each element
 * is in the collection.
 */
final class CollectionTally {

	/** More elements that differ are not compared one with another. */
	private static final int MAX_COMPARED = 1_000_000;

	/** What was seen, by what elements are compared by. */
	private final Map<Object, Count> seen = new LinkedHashMap<>();

	/** Add what a trigger saw, in order. */
	void add(CollectionChange change) {
		count(change, this.seen, Map.of());
	}

	private static void count(CollectionChange change, Map<Object, Count> counts, Map<Object, Object> names) {
		change.removed().forEach((element) -> count(element, counts, names).add(-1));
		change.added().forEach((element) -> count(element, counts, names).add(1));
	}

	private static Count count(Object element, Map<Object, Count> counts, Map<Object, Object> names) {
		Object key = comparable(element);
		return counts.computeIfAbsent(names.getOrDefault(key, key), (added) -> new Count(element));
	}

	/**
	 * Tell what is missing in the mapper's record, so that both come to the same, and no
	 * element goes that is not there.
	 * @param known what the mapper has recorded, in order, since it recorded that
	 * whatever was there went, if it ever did
	 * @param cleared whether it did. As it all went, the elements that were there are as
	 * many as have ever been missing
	 */
	Missing missing(List<CollectionChange> known, boolean cleared) {
		Map<Object, Object> names = names(known);
		Map<Object, Count> told = new LinkedHashMap<>();
		known.forEach((change) -> count(change, told, names));
		Set<Object> elements = new LinkedHashSet<>(this.seen.keySet());
		elements.addAll(told.keySet());
		Missing missing = new Missing(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		for (Object element : elements) {
			compare(this.seen.get(element), told.get(element), cleared, missing);
		}
		return missing;
	}

	private static void compare(@Nullable Count seen, @Nullable Count told, boolean cleared, Missing missing) {
		long change = (told != null) ? told.sum : 0;
		long needed = (told != null) ? -told.least : 0;
		// What no row tells of was there if the mapper removed it
		long before = (seen != null) ? -seen.least : needed;
		long after = before + ((seen != null) ? seen.sum : 0);
		long start = cleared ? 0 : before;
		long difference = after - start - change;
		long early = (needed > 0) ? Math.max(Math.max(difference, 0), needed - start) : 0;
		long late = difference - early;
		Object element = (told != null) ? told.element : (seen != null) ? seen.element : missing;
		add(element, early, missing.early);
		add(element, late, missing.added);
		add(element, -late, missing.removed);
	}

	private static void add(Object element, long times, List<Object> elements) {
		for (long i = 0; i < times; i++) {
			elements.add(element);
		}
	}

	/** What the database has made of an element differs in its form. */
	private Map<Object, Object> names(List<CollectionChange> known) {
		Map<Object, Object> elements = new LinkedHashMap<>();
		for (CollectionChange change : known) {
			change.removed().forEach((element) -> elements.put(comparable(element), element));
			change.added().forEach((element) -> elements.put(comparable(element), element));
		}
		Map<Object, Count> candidates = new LinkedHashMap<>(this.seen);
		candidates.keySet().removeAll(elements.keySet());
		elements.keySet().removeAll(this.seen.keySet());
		Map<Object, Object> names = new HashMap<>();
		if ((long) elements.size() * candidates.size() <= MAX_COMPARED) {
			elements.forEach((key, element) -> candidates.entrySet()
				.stream()
				.filter((candidate) -> isSame(element, candidate.getValue().element))
				.findFirst()
				.ifPresent((candidate) -> names.put(key, candidate.getKey())));
		}
		return names;
	}

	private static boolean isSame(@Nullable Object one, @Nullable Object other) {
		if (one instanceof CollectionEntry entry && other instanceof CollectionEntry otherEntry) {
			return isSame(entry.key(), otherEntry.key()) && isSame(entry.value(), otherEntry.value());
		}
		if (one instanceof Map<?, ?> fields && other instanceof Map<?, ?> otherFields) {
			return fields.keySet().equals(otherFields.keySet())
					&& fields.keySet().stream().allMatch((name) -> isSame(fields.get(name), otherFields.get(name)));
		}
		return RenderedValues.isSame(one, other);
	}

	/**
	 * A number has another type, or another scale, when it is read again, and a time is
	 * rounded.
	 */
	private static Object comparable(Object element) {
		if (element instanceof CollectionEntry entry) {
			return List.of(comparable(entry.key()), comparable(entry.value()));
		}
		if (element instanceof Map<?, ?> fields) {
			Map<Object, Object> comparable = new HashMap<>();
			fields.forEach((name, value) -> comparable.put(name, comparable(value)));
			return comparable;
		}
		if (element instanceof Number number && !(number instanceof Double || number instanceof Float)) {
			return new BigDecimal(number.toString()).stripTrailingZeros();
		}
		return (element instanceof String text) ? RenderedValues.comparable(text) : element;
	}

	/**
	 * What the mapper has not recorded.
	 *
	 * @param early what came before something that the mapper recorded, as that removed
	 * it
	 * @param added what came, whenever that was
	 * @param removed what went, at last
	 */
	record Missing(List<Object> early, List<Object> added, List<Object> removed) {
	}

	/** How often an element came, less how often it went. */
	private static final class Count {

		private final Object element;

		private long sum;

		/** The least that it ever was, at most zero. */
		private long least;

		private Count(Object element) {
			this.element = element;
		}

		private void add(int times) {
			this.sum += times;
			this.least = Math.min(this.least, this.sum);
		}

	}

}
