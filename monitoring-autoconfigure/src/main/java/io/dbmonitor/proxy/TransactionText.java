package io.dbmonitor.proxy;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A statement that begins or ends a transaction, or a part of it, as JDBC's own methods
 * do.
 *
 * @param kind what it does
 * @param savepoint the savepoint that it is about, empty where it is about none
 */
record TransactionText(Kind kind, String savepoint) {

	private static final Pattern FORM = Pattern.compile(
			"\\s*(begin|start|commit|end|rollback|abort|savepoint|release)\\b(?:\\s+(?:work|transaction)\\b)?(\\s+to\\b)?"
					+ "(?:\\s+savepoint\\b)?(?:\\s+(\"(?:[^\"]|\"\")+\"|[\\w$]+))?[^;]*;?\\s*",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Read a text.
	 * @param sql the text of one statement
	 * @return what it does to the transaction, {@code null} where that is nothing
	 */
	static @Nullable TransactionText of(String sql) {
		Matcher matcher = FORM.matcher(sql);
		if (!matcher.matches()) {
			return null;
		}
		String name = Objects.requireNonNullElse(matcher.group(3), "");
		if (name.equalsIgnoreCase("prepared")) {
			// Of another transaction
			return null;
		}
		Kind kind = switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
			case "begin", "start" -> Kind.BEGIN;
			case "commit", "end" -> Kind.COMMIT;
			case "savepoint" -> Kind.SAVEPOINT;
			case "release" -> Kind.RELEASE;
			default -> (matcher.group(2) != null) ? Kind.ROLLBACK_TO : Kind.ROLLBACK;
		};
		return new TransactionText(kind, name.startsWith("\"")
				? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name.toLowerCase(Locale.ROOT));
	}

	/** What is done to a transaction. */
	enum Kind {

		/** It begins, in auto-commit mode too. */
		BEGIN,

		/** It is committed. */
		COMMIT,

		/** It is rolled back. */
		ROLLBACK,

		/** A savepoint is set. */
		SAVEPOINT,

		/** It is rolled back to a savepoint. */
		ROLLBACK_TO,

		/** A savepoint is given up. */
		RELEASE

	}

}
