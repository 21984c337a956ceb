package io.dbmonitor.audit;

/**
 * An element of a map, or of a list that has an order.
 *
 * @param key the key, or the position from 0
 * @param value the element
 */
public record CollectionEntry(Object key, Object value) {

	CollectionEntry masked() {
		return new CollectionEntry(ValueChange.MASK, ValueChange.MASK);
	}

}
