package io.dbmonitor.database.postgresql;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * One statement that PostgreSQL is asked, in a transaction that is open.
 */
interface Question {

	/** What it is about, as the log names it. */
	String subject();

	/**
	 * Ask.
	 * @param statement to execute on
	 * @param answer where the answer goes
	 * @throws SQLException if there is none
	 */
	void ask(Statement statement, Answer answer) throws SQLException;

}
