package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes the text of a row apart, as PostgreSQL writes composite values: in parentheses,
 * separated by commas, in double quotes where need be, with quotes and backslashes
 * doubled; nothing at all is null (PostgreSQL's documentation, 8.16.6).
 */
final class CompositeText {

	private final String text;

	private int next = 1;

	private CompositeText(String text) {
		this.text = text;
	}

	/**
	 * Take a row apart.
	 * @param row its text
	 * @return the texts of its columns
	 */
	static List<@Nullable String> columns(String row) {
		CompositeText text = new CompositeText(row);
		List<@Nullable String> columns = new ArrayList<>();
		while (text.next < row.length()) {
			columns.add(text.column());
			text.next++;
		}
		return columns;
	}

	/** Up to the comma or the closing parenthesis behind it. */
	private @Nullable String column() {
		char c = this.text.charAt(this.next);
		if (c == ',' || c == ')') {
			return null;
		}
		if (c == '"') {
			return quoted();
		}
		int start = this.next;
		while (c != ',' && c != ')') {
			c = this.text.charAt(++this.next);
		}
		return this.text.substring(start, this.next);
	}

	private String quoted() {
		StringBuilder value = new StringBuilder();
		this.next++;
		while (true) {
			char c = this.text.charAt(this.next++);
			if (c == '"') {
				if (this.text.charAt(this.next) != '"') {
					return value.toString();
				}
				this.next++;
			}
			else if (c == '\\') {
				c = this.text.charAt(this.next++);
			}
			value.append(c);
		}
	}

}
