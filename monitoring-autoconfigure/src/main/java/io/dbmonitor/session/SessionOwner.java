package io.dbmonitor.session;

import java.util.Locale;

/**
 * Whose a session is.
 */
public enum SessionOwner {

	/** This application instance's: one of its pools' connections, or the monitor's. */
	OWN,

	/** Another instance's of this application, by the name it gave itself. */
	PEER,

	/** Somebody else's. */
	EXTERNAL,

	/**
	 * Perhaps this application's: a pooler stands between, which does not tell which
	 * session serves which connection.
	 */
	UNMAPPED;

	/**
	 * Return how it is called in answers.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
