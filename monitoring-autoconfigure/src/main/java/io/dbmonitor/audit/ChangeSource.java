package io.dbmonitor.audit;

import java.util.Locale;

/**
 * How the audit learned of a change.
 */
public enum ChangeSource {

	/** From the object-relational mapper's events. */
	ORM;

	/**
	 * Return the name that tags use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
