package io.dbmonitor.database;

/**
 * What can be done to a session.
 */
public enum SessionAction {

	/** End its running statement. */
	CANCEL,

	/** End the session. */
	TERMINATE

}
