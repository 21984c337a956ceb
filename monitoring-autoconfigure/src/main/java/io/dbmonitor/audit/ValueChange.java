package io.dbmonitor.audit;

import java.util.regex.Pattern;

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

	private static final Pattern CUT = Pattern.compile("… \\(\\d+ characters\\)$");

	/**
	 * Cut a text that is too long to be kept.
	 * @param text the text
	 * @param max how many characters of it are kept
	 * @return the text, or its beginning, which says that it is one
	 */
	public static String cut(String text, int max) {
		return (text.length() <= max) ? text : text.substring(0, max) + "… (" + text.length() + " characters)";
	}

	@Override
	public ValueChange masked() {
		return new ValueChange(mask(this.oldValue), mask(this.newValue));
	}

	@Override
	public ValueChange reversed() {
		return new ValueChange(this.newValue, this.oldValue);
	}

	@Override
	public boolean isReversible() {
		return !(this.oldValue instanceof String text) || !(text.startsWith(MASK) || CUT.matcher(text).find());
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
