package io.dbmonitor.query;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link Fingerprint} of one SQL text: values become {@code ?}, comments and
 * spacing do not count, unquoted words count in lower case, and lists of values of any
 * length, in {@code IN} as in {@code VALUES}, count as one.
 */
final class SqlNormalizer {

	// FNV-1a, 64 bits
	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private static final char TOKEN_BOUNDARY = '\0';

	/**
	 * Words that no operand of a sign ends with, so that a sign behind them is one of a
	 * number.
	 */
	private static final Set<String> BEFORE_OPERAND = Set.of("select", "where", "and", "or", "not", "in", "between",
			"like", "then", "else", "when", "case", "values", "set", "limit", "offset", "by", "on", "having", "return",
			"returning", "distinct", "all", "any", "interval", "default", "as", "is", "from");

	private final SqlLexer lexer;

	private final String sql;

	private final int maxLength;

	private final StringBuilder text;

	private final StatementShape shape = new StatementShape();

	private long hash = FNV_OFFSET;

	private boolean truncated;

	SqlNormalizer(String sql, int maxLength, SqlDialect dialect) {
		this.sql = sql;
		this.maxLength = maxLength;
		this.lexer = new SqlLexer(sql, dialect);
		this.text = new StringBuilder(Math.min(sql.length(), maxLength) + 16);
	}

	Fingerprint normalize() {
		ValueLists lists = new ValueLists();
		String previousWord = "";
		boolean operandBefore = false;
		int semicolons = 0;
		for (SqlLexer.Kind kind = this.lexer.next(); kind != SqlLexer.Kind.END; kind = this.lexer.next()) {
			String word = (kind == SqlLexer.Kind.WORD) ? word() : null;
			if (isSign(kind) && !operandBefore) {
				// The sign of a constant is part of the constant
				continue;
			}
			String token = switch (kind) {
				case WORD -> isConstant(word, previousWord) ? "?" : word;
				case VALUE -> "?";
				default -> this.sql.substring(this.lexer.start(), this.lexer.end());
			};
			boolean constant = "?".equals(token);
			if (token == null) {
				continue;
			}
			if (token.equals(";")) {
				// The last one does not count, so each waits for what follows
				semicolons++;
				continue;
			}
			for (; semicolons > 0; semicolons--) {
				this.shape.accept(SqlLexer.Kind.PUNCTUATION, ";");
				lists.accept(";", false, false);
			}
			if (!constant) {
				this.shape.accept(kind, token);
			}
			lists.accept(token, constant, this.lexer.spaced());
			operandBefore = constant || kind == SqlLexer.Kind.QUOTED || token.equals(")") || token.equals("]")
					|| (word != null && !BEFORE_OPERAND.contains(word));
			previousWord = (word != null) ? word : "";
		}
		lists.flush();
		return new Fingerprint(this.hash, this.text.toString(), this.truncated, this.shape.operation(),
				this.shape.tables(), this.shape.limited());
	}

	private boolean isSign(SqlLexer.Kind kind) {
		return kind == SqlLexer.Kind.OPERATOR && this.lexer.end() - this.lexer.start() == 1
				&& (this.lexer.first() == '-' || this.lexer.first() == '+');
	}

	/**
	 * {@code IS NULL} and {@code NOT NULL} are part of the statement, NULL elsewhere is a
	 * value.
	 */
	private static boolean isConstant(@Nullable String word, String previousWord) {
		if (word == null) {
			return false;
		}
		return switch (word) {
			case "null" -> !previousWord.equals("is") && !previousWord.equals("not") && !previousWord.equals("set");
			case "true", "false" -> !previousWord.equals("is") && !previousWord.equals("not");
			default -> false;
		};
	}

	private String word() {
		return this.sql.substring(this.lexer.start(), this.lexer.end()).toLowerCase(Locale.ROOT);
	}

	private void emit(String token, boolean spaced) {
		for (int i = 0; i < token.length(); i++) {
			this.hash = (this.hash ^ token.charAt(i)) * FNV_PRIME;
		}
		this.hash = (this.hash ^ TOKEN_BOUNDARY) * FNV_PRIME;
		if (this.truncated) {
			return;
		}
		if (this.text.length() + token.length() + 1 > this.maxLength) {
			this.truncated = true;
			this.text.append('…');
			return;
		}
		if (spaced && !this.text.isEmpty()) {
			this.text.append(' ');
		}
		this.text.append(token);
	}

	/**
	 * Holds back lists of constants until their end is seen, so that {@code (?, ?, ?)}
	 * and {@code (?, ?), (?, ?)} come out as one {@code (?)}. Anything but constants in a
	 * list makes it come out as it is.
	 */
	private final class ValueLists {

		private enum State {

			/** Outside of any list. */
			OUTSIDE,

			/** Behind an opening parenthesis, before its first constant. */
			OPENED,

			/** Behind a constant. */
			CONSTANT,

			/** Behind a comma between constants. */
			COMMA,

			/** Behind a list. */
			CLOSED,

			/** Behind a comma that follows a list. */
			CLOSED_COMMA

		}

		private State state = State.OUTSIDE;

		private boolean spaced;

		private boolean repeated;

		private int constants;

		private String before = "";

		private String last = "";

		void accept(String token, boolean constant, boolean spaced) {
			if (!step(token, constant, spaced)) {
				flush();
				if (!step(token, constant, spaced)) {
					output(token, spaced);
				}
			}
		}

		/** Take the token into the list, or refuse it. */
		private boolean step(String token, boolean constant, boolean spaced) {
			switch (this.state) {
				case OUTSIDE -> {
					// Arguments of a function are told apart by their number
					if (!token.equals("(") || !(this.last.equals("in") || this.last.equals("values"))) {
						return false;
					}
					this.spaced = spaced;
					this.before = this.last;
					this.constants = 0;
					this.repeated = false;
					this.state = State.OPENED;
				}
				case OPENED -> {
					if (!constant) {
						return false;
					}
					this.constants++;
					this.state = State.CONSTANT;
				}
				case CONSTANT -> {
					if (token.equals(",")) {
						this.state = State.COMMA;
					}
					else if (token.equals(")")) {
						this.state = State.CLOSED;
					}
					else {
						return false;
					}
				}
				case COMMA -> {
					if (!constant) {
						return false;
					}
					this.constants++;
					this.state = State.CONSTANT;
				}
				case CLOSED -> {
					if (!token.equals(",") || !this.before.equals("values")) {
						return false;
					}
					this.state = State.CLOSED_COMMA;
				}
				case CLOSED_COMMA -> {
					if (!token.equals("(")) {
						return false;
					}
					this.repeated = true;
					this.constants = 0;
					this.state = State.OPENED;
				}
			}
			return true;
		}

		/** Put out what was held back. */
		void flush() {
			State reached = this.state;
			this.state = State.OUTSIDE;
			if (reached == State.OUTSIDE) {
				return;
			}
			boolean complete = reached == State.CLOSED || reached == State.CLOSED_COMMA;
			if (this.repeated && !complete) {
				output("(?)", this.spaced);
				output(",", false);
			}
			if (complete) {
				output("(?)", this.spaced);
			}
			else {
				output("(", this.spaced);
				for (int i = 0; i < this.constants; i++) {
					output("?", i > 0);
					if (i < this.constants - 1 || reached == State.COMMA) {
						output(",", false);
					}
				}
			}
			if (reached == State.CLOSED_COMMA) {
				output(",", false);
			}
		}

		private void output(String token, boolean spaced) {
			emit(token, spaced);
			this.last = token;
		}

	}

}
