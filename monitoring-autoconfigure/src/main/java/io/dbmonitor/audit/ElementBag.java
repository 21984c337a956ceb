package io.dbmonitor.audit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Elements, each as often as it is there. Collections can be large, so nothing is
 * searched. Belongs to one thread.
 */
final class ElementBag {

	private final Map<Object, Integer> counts = new HashMap<>();

	ElementBag(Collection<?> elements) {
		elements.forEach((element) -> this.counts.merge(element, 1, Integer::sum));
	}

	/** Take an element out, if it is there. */
	boolean take(Object element) {
		Integer count = this.counts.get(element);
		if (count == null) {
			return false;
		}
		if (count == 1) {
			this.counts.remove(element);
		}
		else {
			this.counts.put(element, count - 1);
		}
		return true;
	}

}
