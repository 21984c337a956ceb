package io.dbmonitor.query;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Where databases differ in what is a constant, an identifier or a comment. Taken from
 * the chapters on lexical structure and literals in the manuals of each database. Where
 * the rules are not known, what could be a constant counts as one: a value must not be
 * kept.
 *
 * @param backslash what a backslash does in every string
 * @param doubleQuotedStrings whether double quotes enclose strings rather than
 * identifiers
 * @param hashComments whether {@code #} begins a comment
 * @param bracketIdentifiers whether brackets enclose identifiers
 * @param quoteOperator whether strings such as {@code q'[…]'} exist
 */
record SqlDialect(Backslash backslash, boolean doubleQuotedStrings, boolean hashComments, boolean bracketIdentifiers,
		boolean quoteOperator) {

	/** The SQL standard and the databases that keep to it, such as PostgreSQL and H2. */
	static final SqlDialect STANDARD = new SqlDialect(Backslash.LITERAL, false, false, false, false);

	private static final SqlDialect MYSQL = new SqlDialect(Backslash.ESCAPES, true, true, false, false);

	private static final SqlDialect SQL_SERVER = new SqlDialect(Backslash.LITERAL, false, false, true, false);

	private static final SqlDialect ORACLE = new SqlDialect(Backslash.LITERAL, false, false, false, true);

	private static final SqlDialect INFORMIX = new SqlDialect(Backslash.LITERAL, true, false, false, false);

	/** SQLite takes any quotes; jTDS also leads to Sybase, which takes double ones. */
	private static final SqlDialect EITHER_QUOTES = new SqlDialect(Backslash.LITERAL, true, false, true, false);

	private static final SqlDialect UNKNOWN = new SqlDialect(Backslash.UNKNOWN, true, false, false, false);

	static SqlDialect of(DatabaseDriver driver) {
		return switch (driver) {
			case POSTGRESQL, H2, HSQLDB, DERBY, DB2, DB2_AS400, FIREBIRD, HANA, TERADATA -> STANDARD;
			case MYSQL, MARIADB -> MYSQL;
			case SQLSERVER -> SQL_SERVER;
			case ORACLE -> ORACLE;
			case INFORMIX -> INFORMIX;
			case SQLITE, JTDS -> EITHER_QUOTES;
			default -> UNKNOWN;
		};
	}

	/** What a backslash does in a string. */
	enum Backslash {

		/** It is a character as any other. */
		LITERAL,

		/** It takes its meaning from the character behind it, a quote for example. */
		ESCAPES,

		/**
		 * Either. Where a quote behind it makes a difference, nobody knows where the
		 * string ends, so it counts as one that never does.
		 */
		UNKNOWN

	}

}
