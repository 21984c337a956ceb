package io.dbmonitor.database;

import java.sql.SQLException;

/**
 * The monitor's user may not do something to a session. The message says what it takes.
 */
public final class SessionPrivilegeException extends SQLException {

	/**
	 * Make an exception.
	 * @param remedy what it takes, a sentence
	 * @param cause what the database answered
	 */
	public SessionPrivilegeException(String remedy, SQLException cause) {
		super(remedy, cause.getSQLState(), cause.getErrorCode(), cause);
	}

}
