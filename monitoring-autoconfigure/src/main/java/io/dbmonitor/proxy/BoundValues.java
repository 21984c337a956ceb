package io.dbmonitor.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The values that are bound to the parameters of a prepared statement, where the user
 * asked to see them; of a batch, those of its last statement. Long ones are cut, streams
 * and the like only named.
 */
final class BoundValues {

	private static final int MAX_LENGTH = 200;

	private final Map<Integer, String> values = new TreeMap<>();

	private final Consumer<Throwable> faults;

	/**
	 * Keep values.
	 * @param faults where faults of the values' own code go
	 */
	BoundValues(Consumer<Throwable> faults) {
		this.faults = faults;
	}

	void set(int index, @Nullable Object value) {
		this.values.put(index, text(value));
	}

	void clear() {
		this.values.clear();
	}

	List<Object> list() {
		return new ArrayList<>(this.values.values());
	}

	private String text(@Nullable Object value) {
		if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean
				|| value instanceof java.util.Date || value instanceof java.time.temporal.Temporal
				|| value instanceof java.util.UUID || value instanceof Enum<?>) {
			try {
				String text = value.toString();
				return (text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH) + "…";
			}
			catch (Throwable ex) {
				this.faults.accept(ex);
			}
		}
		return (value != null) ? "(" + value.getClass().getSimpleName() + ")" : "null";
	}

}
