package io.dbmonitor.audit;

import org.jspecify.annotations.Nullable;

/**
 * A field's value before and after a change: a string, a number, a boolean, or
 * {@code null} where there was none or it is not known.
 *
 * @param oldValue the value before
 * @param newValue the value after
 */
public record ValueChange(@Nullable Object oldValue, @Nullable Object newValue) implements FieldChange {

	/**
	 * What stands in the place of a value that is not to be seen, as in Boot's endpoints.
	 */
	public static final String MASK = "******";

	@Override
	public ValueChange masked() {
		return new ValueChange(mask(this.oldValue), mask(this.newValue));
	}

	@Override
	public long weight() {
		return (long) Change.ALLOWANCE + length(this.oldValue) + length(this.newValue);
	}

	static int length(@Nullable Object value) {
		return (value instanceof String text) ? text.length() : 0;
	}

	private static @Nullable Object mask(@Nullable Object value) {
		return (value != null) ? MASK : null;
	}

}
