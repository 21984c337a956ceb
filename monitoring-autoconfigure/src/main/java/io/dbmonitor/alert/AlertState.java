package io.dbmonitor.alert;

import java.util.Locale;

/**
 * Where an alert stands.
 */
public enum AlertState {

	/** The value is beyond the threshold, not long enough yet. */
	PENDING,

	/** The value was beyond the threshold for as long as the rule asks. */
	FIRING,

	/** It fired, and the value has been back for long enough. */
	RESOLVED;

	/**
	 * Return the name that tags use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
