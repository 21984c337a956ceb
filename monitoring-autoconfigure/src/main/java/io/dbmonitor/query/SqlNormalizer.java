package io.dbmonitor.query;

import java.util.Locale;
import java.util.Set;

/**
 * Makes the {@link Fingerprint} of one SQL text: values become {@code ?}, comments and
 * spacing do not count, unquoted words count in lower case.
 */
final class SqlNormalizer {

	/**
	 * Words that no operand of a sign ends with, so that a sign behind them is one of a
	 * number.
	 */
	private static final Set<String> BEFORE_OPERAND = Set.of("select", "where", "and", "or", "not", "in", "between",
			"like", "then", "else", "when", "case", "values", "set", "limit", "offset", "by", "on", "having", "return",
			"returning", "distinct", "all", "any", "interval", "default", "as", "is", "from", "to", "using");

	private final SqlLexer lexer;

	private final String sql;

	private final NormalizedText text;

	private final StatementDigest digest;

	private final StatementShape shape = new StatementShape();

	/** Semicolons that wait for what follows: the last ones do not count. */
	private int semicolons;

	/** Whether a minus waits for what follows: the sign of a number is part of it. */
	private boolean sign;

	private boolean signSpaced;

	private boolean operandBefore;

	/** The word before, if it tells how a word such as {@code null} is meant. */
	private String context = "";

	SqlNormalizer(String sql, int maxLength, SqlDialect dialect) {
		this.sql = sql;
		this.lexer = new SqlLexer(sql, dialect);
		this.text = new NormalizedText(sql.length(), maxLength);
		this.digest = new StatementDigest(this.text);
	}

	Fingerprint normalize() {
		SqlLexer.Kind previous = SqlLexer.Kind.END;
		for (SqlLexer.Kind kind = this.lexer.next(); kind != SqlLexer.Kind.END; kind = this.lexer.next()) {
			// Behind a string follows its next piece
			boolean continued = kind == SqlLexer.Kind.VALUE && previous == kind && this.lexer.first() == '\'';
			if (!continued) {
				accept(kind);
			}
			previous = kind;
		}
		releaseSign(false);
		long hash = this.digest.hash();
		return new Fingerprint(hash, this.text.toString(), this.text.isCut(), this.shape.operation(),
				this.shape.tables(), this.shape.writes(), this.shape.limited());
	}

	private void accept(SqlLexer.Kind kind) {
		releaseSign(this.lexer.isNumber());
		if (this.lexer.isOperator('-') && !this.operandBefore) {
			this.sign = true;
			this.signSpaced = this.lexer.spaced();
			return;
		}
		switch (kind) {
			case WORD -> word(text().toLowerCase(Locale.ROOT));
			case VALUE -> value();
			case PUNCTUATION -> punctuation(text());
			case QUOTED -> put(kind, text(), true);
			default -> put(kind, text(), false);
		}
	}

	private String text() {
		return this.sql.substring(this.lexer.start(), this.lexer.end());
	}

	private void word(String word) {
		if (isConstant(word)) {
			value();
		}
		else {
			String before = this.context;
			put(SqlLexer.Kind.WORD, word, !BEFORE_OPERAND.contains(word));
			this.context = (word.equals("not") && before.equals("is")) ? before : word;
		}
	}

	/**
	 * {@code IS NULL} and {@code NOT NULL} are part of the statement, NULL elsewhere is a
	 * value.
	 */
	private boolean isConstant(String word) {
		return switch (word) {
			case "null" -> !this.context.equals("is") && !this.context.equals("not") && !this.context.equals("set");
			case "true", "false" -> !this.context.equals("is");
			default -> false;
		};
	}

	private void value() {
		put(SqlLexer.Kind.VALUE, "?", true);
	}

	private void punctuation(String mark) {
		if (mark.equals(";")) {
			this.semicolons++;
			this.operandBefore = false;
			this.context = "";
		}
		else {
			put(SqlLexer.Kind.PUNCTUATION, mark, mark.equals(")") || mark.equals("]"));
		}
	}

	private void releaseSign(boolean ofNumber) {
		if (this.sign) {
			this.sign = false;
			if (!ofNumber) {
				put(SqlLexer.Kind.OPERATOR, "-", this.signSpaced, false);
			}
		}
	}

	private void put(SqlLexer.Kind kind, String token, boolean operand) {
		put(kind, token, this.lexer.spaced(), operand);
	}

	private void put(SqlLexer.Kind kind, String token, boolean spaced, boolean operand) {
		for (; this.semicolons > 0; this.semicolons--) {
			this.shape.accept(SqlLexer.Kind.PUNCTUATION, ";");
			this.digest.accept(";", false);
		}
		if (kind != SqlLexer.Kind.VALUE) {
			this.shape.accept(kind, token);
		}
		this.digest.accept(token, spaced);
		this.operandBefore = operand;
		this.context = "";
	}

}
