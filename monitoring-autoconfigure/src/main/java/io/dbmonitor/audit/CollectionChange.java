package io.dbmonitor.audit;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What became of a collection. An element is a string, a number, a boolean, of an
 * embeddable a map of its fields, and with its key or position a {@link CollectionEntry};
 * where it is there several times, it is listed several times.
 *
 * @param added elements that came
 * @param removed elements that went
 * @param cleared whether whatever was in the collection went before anything came: a
 * collection that nobody had read is removed without being read for it, so
 * {@code removed} is empty then
 */
public record CollectionChange(List<Object> added, List<Object> removed, boolean cleared) implements FieldChange {

	/**
	 * Compare what was in a collection with what is.
	 * @param before the elements before
	 * @param after the elements now
	 * @return what came and what went
	 */
	public static CollectionChange between(List<Object> before, List<Object> after) {
		ElementBag rest = new ElementBag(before);
		List<Object> added = after.stream().filter((element) -> !rest.take(element)).toList();
		return new CollectionChange(added, before.stream().filter(rest::take).toList(), false);
	}

	/**
	 * Whether nothing changed.
	 * @return whether nothing came and nothing went
	 */
	public boolean isEmpty() {
		return this.added.isEmpty() && this.removed.isEmpty() && !this.cleared;
	}

	@Override
	public CollectionChange masked() {
		return new CollectionChange(masked(this.added), masked(this.removed), this.cleared);
	}

	private static List<Object> masked(List<Object> elements) {
		return elements.stream().map(CollectionChange::masked).toList();
	}

	private static Object masked(Object element) {
		return (element instanceof CollectionEntry entry) ? entry.masked() : ValueChange.MASK;
	}

	@Override
	public CollectionChange reversed() {
		return new CollectionChange(this.removed, this.added, false);
	}

	@Override
	public boolean isReversible() {
		return !this.cleared && !this.removed.contains(ValueChange.MASK);
	}

	@Override
	public long weight() {
		return Stream.concat(this.added.stream(), this.removed.stream()).mapToLong(CollectionChange::weight).sum();
	}

	private static long weight(Object element) {
		if (element instanceof CollectionEntry entry) {
			return weight(entry.key()) + weight(entry.value());
		}
		return (element instanceof Map<?, ?> fields)
				? fields.values().stream().mapToLong((value) -> (value != null) ? weight(value) : 0).sum()
				: Change.ALLOWANCE + ValueChange.length(element);
	}

}
