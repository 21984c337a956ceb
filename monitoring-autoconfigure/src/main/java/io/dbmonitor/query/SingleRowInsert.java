package io.dbmonitor.query;

/**
 * Whether a text inserts exactly one row, as a batch of it must to count as many rows as
 * it has statements.
 */
final class SingleRowInsert {

	private SingleRowInsert() {
	}

	static boolean is(String sql, SqlDialect dialect) {
		SqlLexer lexer = new SqlLexer(sql, dialect);
		lexer.next();
		return isWord(sql, lexer, "insert") && findValues(sql, lexer) && oneRowAndNoMore(sql, lexer);
	}

	/** Go to {@code VALUES}, outside of all parentheses. */
	private static boolean findValues(String sql, SqlLexer lexer) {
		int depth = 0;
		for (SqlLexer.Kind kind = lexer.next(); kind != SqlLexer.Kind.END; kind = lexer.next()) {
			depth += depth(kind, lexer);
			if (depth == 0 && isWord(sql, lexer, "values")) {
				return true;
			}
		}
		return false;
	}

	/** What comes behind a row can be another one, or can do without the first. */
	private static boolean oneRowAndNoMore(String sql, SqlLexer lexer) {
		SqlLexer.Kind kind = lexer.next();
		int depth = depth(kind, lexer);
		if (depth == 0) {
			return false;
		}
		while (depth > 0 && kind != SqlLexer.Kind.END) {
			kind = lexer.next();
			depth += depth(kind, lexer);
		}
		if (depth > 0) {
			return false;
		}
		kind = lexer.next();
		boolean semicolon = kind == SqlLexer.Kind.PUNCTUATION && lexer.first() == ';';
		return kind == SqlLexer.Kind.END || (semicolon && lexer.next() == SqlLexer.Kind.END)
				|| isWord(sql, lexer, "returning");
	}

	private static int depth(SqlLexer.Kind kind, SqlLexer lexer) {
		if (kind != SqlLexer.Kind.PUNCTUATION) {
			return 0;
		}
		return switch (lexer.first()) {
			case '(' -> 1;
			case ')' -> -1;
			default -> 0;
		};
	}

	private static boolean isWord(String sql, SqlLexer lexer, String word) {
		int start = lexer.start();
		return lexer.end() - start == word.length() && sql.regionMatches(true, start, word, 0, word.length());
	}

}
