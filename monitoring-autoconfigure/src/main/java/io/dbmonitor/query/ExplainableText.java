package io.dbmonitor.query;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A statement's text as a database can explain it: what stands between JDBC's question
 * marks, for which each database wants something else.
 *
 * @param parts the text before, between and behind the parameters
 */
public record ExplainableText(List<String> parts) {

	public ExplainableText {
		parts = List.copyOf(parts);
	}

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
		List<String> parts = new ArrayList<>();
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
				parts.add(text.append(sql, copied, start).toString());
				text.setLength(0);
				copied = lexer.end();
			}
		}
		parts.add(text.append(sql, copied, sql.length()).toString());
		return Optional.of(new ExplainableText(parts));
	}

	/**
	 * Return how many parameters it has.
	 * @return the number
	 */
	public int parameters() {
		return this.parts.size() - 1;
	}

	/**
	 * Return the text with something in place of the parameters.
	 * @param parameter what stands for a parameter, by its number from 1 on
	 * @return the text
	 */
	public String sql(IntFunction<String> parameter) {
		StringBuilder sql = new StringBuilder(this.parts.get(0));
		for (int i = 1; i < this.parts.size(); i++) {
			sql.append(parameter.apply(i)).append(this.parts.get(i));
		}
		return sql.toString();
	}

	private static boolean isEscaped(String sql, int questionMark) {
		return questionMark > 0 && sql.charAt(questionMark - 1) == '?';
	}

}
