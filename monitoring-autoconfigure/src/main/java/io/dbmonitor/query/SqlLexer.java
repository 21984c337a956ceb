package io.dbmonitor.query;

import io.dbmonitor.query.SqlDialect.Backslash;

/**
 * Cuts an SQL text into tokens in a single pass, without copying it. Knows the lexical
 * rules that PostgreSQL documents under "Lexical Structure" and those of other databases
 * that do not contradict them: back-quoted and bracketed identifiers, {@code ?} and
 * {@code :name} parameters. Never fails: what is no valid SQL yields tokens all the same.
 */
final class SqlLexer {

	/** Kinds of tokens. */
	enum Kind {

		/** A keyword or an identifier without quotes. */
		WORD,

		/** An identifier in quotes. */
		QUOTED,

		/** A constant or a parameter. */
		VALUE,

		/** One of {@code ( ) [ ] { } , ; .}. */
		PUNCTUATION,

		/** A run of operator characters. */
		OPERATOR,

		/** No more tokens. */
		END

	}

	/** An operator can end in a sign only if it contains one of these. */
	private static final String SIGNS_BEHIND = "~!@#%^&|`?";

	private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?:";

	private final String sql;

	private final int length;

	private final SqlDialect dialect;

	private Kind kind = Kind.END;

	private int start;

	private int end;

	private boolean spaced;

	SqlLexer(String sql, SqlDialect dialect) {
		this.dialect = dialect;
		this.sql = sql;
		this.length = sql.length();
	}

	/**
	 * Go to the next token.
	 * @return its kind
	 */
	Kind next() {
		int from = this.end;
		this.start = skipBlanks(from);
		this.spaced = this.start > from;
		if (this.start >= this.length) {
			this.end = this.length;
			this.kind = Kind.END;
		}
		else {
			this.kind = scan(this.sql.charAt(this.start));
		}
		return this.kind;
	}

	/** Where the token begins in the text. */
	int start() {
		return this.start;
	}

	/** Where the token ends in the text. */
	int end() {
		return this.end;
	}

	/** Whether blanks or comments stand before the token. */
	boolean spaced() {
		return this.spaced;
	}

	/** The token's first character. */
	char first() {
		return this.sql.charAt(this.start);
	}

	/** Whether the token is a constant in digits. */
	boolean isNumber() {
		return this.kind == Kind.VALUE && (isDigit(first()) || first() == '.');
	}

	/** Whether the token is an operator of one character. */
	boolean isOperator(char c) {
		return this.kind == Kind.OPERATOR && this.end - this.start == 1 && first() == c;
	}

	private int skipBlanks(int from) {
		int i = from;
		while (i < this.length) {
			char c = this.sql.charAt(i);
			if (c <= ' ' || Character.isWhitespace(c)) {
				i++;
			}
			else if ((c == '-' && at(i + 1) == '-') || (c == '#' && this.dialect.hashComments())) {
				i = lineEnd(i);
			}
			else if (c == '/' && at(i + 1) == '*') {
				i = commentEnd(i + 2);
			}
			else {
				return i;
			}
		}
		return i;
	}

	private int lineEnd(int from) {
		int i = from;
		while (i < this.length && this.sql.charAt(i) != '\n' && this.sql.charAt(i) != '\r') {
			i++;
		}
		return i;
	}

	private int commentEnd(int from) {
		int depth = 1;
		int i = from;
		while (i < this.length && depth > 0) {
			if (this.sql.startsWith("*/", i)) {
				depth--;
				i += 2;
			}
			else if (this.sql.startsWith("/*", i)) {
				depth++;
				i += 2;
			}
			else {
				i++;
			}
		}
		return i;
	}

	private Kind scan(char c) {
		if (isWordStart(c)) {
			return word(c);
		}
		return switch (c) {
			case '\'' -> value(quotedEnd(this.start + 1, '\'', this.dialect.backslash()));
			case '"' -> doubleQuoted();
			case '`' -> quoted(quotedEnd(this.start + 1, '`', Backslash.LITERAL));
			case '$' -> dollar();
			case '[' -> this.dialect.bracketIdentifiers() ? quoted(quotedEnd(this.start + 1, ']', Backslash.LITERAL))
					: punctuation();
			case '(', ')', ']', ',', ';', '{', '}' -> punctuation();
			case '.' -> isDigit(at(this.start + 1)) ? value(numberEnd(this.start)) : punctuation();
			case '?' -> questionMark();
			case ':' -> colon();
			default -> isDigit(c) ? value(numberEnd(this.start)) : operator();
		};
	}

	/** A word, unless it is the prefix of a string constant such as {@code E'…'}. */
	private Kind word(char c) {
		int i = this.start + 1;
		if (at(i) == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
			return value(quotedEnd(i + 1, '\'', ofPrefixed(c)));
		}
		if (this.dialect.quoteOperator() && (c == 'q' || c == 'Q') && at(i) == '\'') {
			return value(quoteOperatorEnd(i + 1));
		}
		if ((c == 'u' || c == 'U') && at(i) == '&') {
			if (at(i + 1) == '\'') {
				return value(quotedEnd(i + 2, '\'', this.dialect.backslash()));
			}
			if (at(i + 1) == '"') {
				return quoted(quotedEnd(i + 2, '"', Backslash.LITERAL));
			}
		}
		while (i < this.length && isWordPart(this.sql.charAt(i))) {
			i++;
		}
		this.end = i;
		return Kind.WORD;
	}

	/** PostgreSQL's {@code E'…'} has escapes, which elsewhere need not be so. */
	private Backslash ofPrefixed(char prefix) {
		boolean escapes = (prefix == 'e' || prefix == 'E') && this.dialect.backslash() == Backslash.LITERAL;
		return escapes ? Backslash.ESCAPES : this.dialect.backslash();
	}

	private Kind doubleQuoted() {
		int closing = quotedEnd(this.start + 1, '"', this.dialect.backslash());
		return this.dialect.doubleQuotedStrings() ? value(closing) : quoted(closing);
	}

	/**
	 * {@code q'[…]'}: the character behind the quote, or its counterpart, closes the
	 * string.
	 */
	private int quoteOperatorEnd(int from) {
		int counterpart = "([{<".indexOf(at(from));
		char closing = (counterpart >= 0) ? ")]}>".charAt(counterpart) : at(from);
		int end = this.sql.indexOf(closing + "'", from + 1);
		return (end < 0) ? this.length : end + 2;
	}

	/** {@code $1} is a parameter, {@code $tag$…$tag$} a constant. */
	private Kind dollar() {
		int i = this.start + 1;
		if (isDigit(at(i))) {
			while (isDigit(at(i))) {
				i++;
			}
			return value(i);
		}
		while (i < this.length && isWordPart(this.sql.charAt(i)) && this.sql.charAt(i) != '$') {
			i++;
		}
		if (at(i) != '$') {
			return operator();
		}
		String tag = this.sql.substring(this.start, i + 1);
		int closing = this.sql.indexOf(tag, i + 1);
		return value((closing < 0) ? this.length : closing + tag.length());
	}

	/**
	 * A parameter, unless it is one of PostgreSQL's operators {@code ?|} and {@code ?&},
	 * or {@code ??}, which its driver sends as {@code ?}.
	 */
	private Kind questionMark() {
		char following = at(this.start + 1);
		if (following == '?') {
			char last = at(this.start + 2);
			this.end = this.start + ((last == '|' || last == '&') ? 3 : 2);
			return Kind.OPERATOR;
		}
		if ((following == '|' && at(this.start + 2) != '|') || following == '&') {
			return operator();
		}
		int i = this.start + 1;
		while (isDigit(at(i))) {
			i++;
		}
		return value(i);
	}

	/** {@code :name} is a parameter, {@code ::} a cast, {@code :=} an assignment. */
	private Kind colon() {
		int i = this.start + 1;
		if (!isWordStart(at(i)) || at(this.start - 1) == '[') {
			return operator();
		}
		while (i < this.length && isWordPart(this.sql.charAt(i))) {
			i++;
		}
		return value(i);
	}

	private Kind operator() {
		int i = this.start + 1;
		if (at(this.start) == ':' && at(i) == ':') {
			i++;
		}
		else {
			boolean signs = SIGNS_BEHIND.indexOf(at(this.start)) >= 0;
			while (i < this.length && isOperatorPart(i, signs)) {
				signs |= SIGNS_BEHIND.indexOf(this.sql.charAt(i)) >= 0;
				i++;
			}
		}
		this.end = i;
		return Kind.OPERATOR;
	}

	/**
	 * Whether a character belongs to the operator before it.
	 * @param i where it stands
	 * @param signs whether the operator could end in a sign
	 */
	private boolean isOperatorPart(int i, boolean signs) {
		char c = this.sql.charAt(i);
		if (OPERATOR_CHARACTERS.indexOf(c) < 0 || c == '`' || c == ':') {
			return false;
		}
		if (c == '?') {
			// Parameters stand right behind an operator: "a=?"
			char following = at(i + 1);
			return this.sql.charAt(i - 1) == '@' || following == '|' || following == '&';
		}
		boolean comment = (c == '-' && at(i + 1) == '-') || (c == '/' && at(i + 1) == '*');
		boolean sign = (c == '-' || c == '+') && !signs;
		return !comment && !sign;
	}

	private Kind punctuation() {
		this.end = this.start + 1;
		return Kind.PUNCTUATION;
	}

	private Kind value(int end) {
		this.end = end;
		return Kind.VALUE;
	}

	private Kind quoted(int end) {
		this.end = end;
		return Kind.QUOTED;
	}

	private int quotedEnd(int from, char quote, Backslash backslash) {
		int i = from;
		while (i < this.length) {
			char c = this.sql.charAt(i);
			if (c == '\\' && backslash == Backslash.UNKNOWN && at(i + 1) == quote) {
				return this.length;
			}
			if (c == '\\' && backslash != Backslash.LITERAL) {
				i += 2;
			}
			else if (c == quote) {
				if (at(i + 1) != quote) {
					return i + 1;
				}
				i += 2;
			}
			else {
				i++;
			}
		}
		return this.length;
	}

	/** Digits, fraction and exponent; also {@code 0x1F} and {@code 1_000}. */
	private int numberEnd(int from) {
		int i = from;
		while (i < this.length) {
			char c = this.sql.charAt(i);
			boolean exponentSign = (c == '+' || c == '-') && isExponent(at(i - 1)) && !isHexadecimal(from);
			boolean range = c == '.' && at(i + 1) == '.';
			if (!exponentSign && !(c == '.' && !range) && !isWordPart(c)) {
				return i;
			}
			i++;
		}
		return i;
	}

	private boolean isHexadecimal(int from) {
		return this.sql.charAt(from) == '0' && (at(from + 1) == 'x' || at(from + 1) == 'X');
	}

	private static boolean isExponent(char c) {
		return c == 'e' || c == 'E';
	}

	private char at(int i) {
		return (i >= 0 && i < this.length) ? this.sql.charAt(i) : '\0';
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isWordStart(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c > 127 && !Character.isWhitespace(c));
	}

	private static boolean isWordPart(char c) {
		return isWordStart(c) || isDigit(c) || c == '$';
	}

}
