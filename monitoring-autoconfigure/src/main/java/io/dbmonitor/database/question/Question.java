package io.dbmonitor.database.question;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * One statement that a database is asked.
 */
public interface Question {

	/**
	 * Return what it is about, as the log names it.
	 * @return the subject
	 */
	String subject();

	/**
	 * Ask.
	 * @param statement to execute on
	 * @param answer where the answer goes
	 * @throws SQLException if there is none
	 */
	void ask(Statement statement, Answer answer) throws SQLException;

}
