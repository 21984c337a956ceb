package io.dbmonitor.query;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What statements that differ only in their values have in common.
 *
 * @param hash 64 bits over the tokens of the whole normalised text, whatever the spacing
 * and without words such as {@code AS} that can be left out; stable across restarts
 * @param statement the normalised text, values as {@code ?} and lists of what looks alike
 * as one element, cut at a limit
 * @param truncated whether the text was cut
 * @param operation what the statement does
 * @param tables the tables it names, in the order of their first mention
 * @param writes the tables whose rows it changes, those in a {@code WITH} and behind a
 * semicolon too
 * @param limited whether it limits the number of its rows
 */
public record Fingerprint(long hash, String statement, boolean truncated, Operation operation, List<String> tables,
		List<WrittenTable> writes, boolean limited) {

	private static final Pattern LOCKING = Pattern.compile(" for (no key )?(update|share)\\b| for key share\\b");

	/** Whether it waits where another transaction has locked what it works with. */
	boolean locksRows() {
		return switch (this.operation) {
			case UPDATE, DELETE, MERGE -> true;
			case SELECT -> LOCKING.matcher(this.statement).find();
			default -> false;
		};
	}

	/**
	 * Return the fingerprint of a text in PostgreSQL's or the standard's SQL. Never
	 * fails, whatever the text.
	 * @param sql the text
	 * @param maxLength how many characters of the normalised text to keep
	 * @return the fingerprint
	 */
	public static Fingerprint of(String sql, int maxLength) {
		return of(sql, maxLength, SqlDialect.STANDARD);
	}

	static Fingerprint of(String sql, int maxLength, SqlDialect dialect) {
		return new SqlNormalizer(sql, maxLength, dialect).normalize();
	}

}
