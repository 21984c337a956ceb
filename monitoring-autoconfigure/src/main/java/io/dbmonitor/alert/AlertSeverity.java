package io.dbmonitor.alert;

import java.util.Locale;

/**
 * How bad it is what an alert tells of.
 */
public enum AlertSeverity {

	/** Worth to know. */
	INFO,

	/** Somebody should look at it today. */
	WARNING,

	/** Somebody should look at it now. */
	CRITICAL;

	/**
	 * Return the name that answers, tags and properties use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
