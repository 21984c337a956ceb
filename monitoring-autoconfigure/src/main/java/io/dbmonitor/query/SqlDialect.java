package io.dbmonitor.query;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Where databases differ in what is a constant, an identifier or a comment. Taken from
 * the chapters on lexical structure and literals in the manuals of each database. Where
 * the database is not known, what could be a constant counts as one: a value must not be
 * kept.
 *
 * @param backslashEscapes whether a backslash escapes in every string
 * @param doubleQuotedStrings whether double quotes enclose strings rather than
 * identifiers
 * @param hashComments whether {@code #} begins a comment
 * @param bracketIdentifiers whether brackets enclose identifiers
 * @param quoteOperator whether strings such as {@code q'[…]'} exist
 */
record SqlDialect(boolean backslashEscapes, boolean doubleQuotedStrings, boolean hashComments,
		boolean bracketIdentifiers, boolean quoteOperator) {

	/** The SQL standard, PostgreSQL and H2. */
	static final SqlDialect STANDARD = new SqlDialect(false, false, false, false, false);

	private static final SqlDialect MYSQL = new SqlDialect(true, true, true, false, false);

	private static final SqlDialect SQL_SERVER = new SqlDialect(false, false, false, true, false);

	private static final SqlDialect ORACLE = new SqlDialect(false, false, false, false, true);

	private static final SqlDialect UNKNOWN = new SqlDialect(false, true, false, false, false);

	static SqlDialect of(DatabaseDriver driver) {
		return switch (driver) {
			case MYSQL, MARIADB -> MYSQL;
			case SQLSERVER -> SQL_SERVER;
			case ORACLE -> ORACLE;
			case UNKNOWN -> UNKNOWN;
			default -> STANDARD;
		};
	}

}
