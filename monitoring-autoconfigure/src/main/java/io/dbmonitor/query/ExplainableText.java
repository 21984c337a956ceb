package io.dbmonitor.query;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A statement's text as a database can explain it: JDBC's question marks as the numbered
 * parameters that they are sent as.
 *
 * @param sql the text
 * @param parameters how many parameters it has
 */
public record ExplainableText(String sql, int parameters) {

	private static final Set<Operation> EXPLAINABLE = EnumSet.of(Operation.SELECT, Operation.INSERT, Operation.UPDATE,
			Operation.DELETE, Operation.MERGE);

	/**
	 * Make the text explainable.
	 * @param sql the text as it was sent by JDBC
	 * @param operation what it does
	 * @param dialect its dialect
	 * @return the text, empty where it is no single statement that has a plan
	 */
	static Optional<ExplainableText> of(String sql, Operation operation, SqlDialect dialect) {
		if (!EXPLAINABLE.contains(operation)) {
			return Optional.empty();
		}
		StringBuilder text = new StringBuilder(sql.length() + 16);
		SqlLexer lexer = new SqlLexer(sql, dialect);
		int parameters = 0;
		int copied = 0;
		boolean ended = false;
		while (lexer.next() != SqlLexer.Kind.END) {
			if (ended) {
				return Optional.empty();
			}
			int start = lexer.start();
			if (lexer.first() == ';') {
				ended = true;
				text.append(sql, copied, start);
				copied = lexer.end();
			}
			else if (sql.startsWith("??", start)) {
				// JDBC's way to write an operator with a question mark
				text.append(sql, copied, start);
				copied = start + 1;
			}
			else if (sql.charAt(start) == '?' && lexer.end() == start + 1 && !isEscaped(sql, start)) {
				text.append(sql, copied, start).append('$').append(++parameters);
				copied = lexer.end();
			}
		}
		text.append(sql, copied, sql.length());
		return Optional.of(new ExplainableText(text.toString(), parameters));
	}

	private static boolean isEscaped(String sql, int questionMark) {
		return questionMark > 0 && sql.charAt(questionMark - 1) == '?';
	}

}
