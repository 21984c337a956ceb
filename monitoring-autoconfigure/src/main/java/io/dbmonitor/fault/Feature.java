package io.dbmonitor.fault;

import java.util.Locale;

/**
 * A part of the monitor, as faults and overflows name it.
 */
public enum Feature {

	/** Wrapping and naming of data sources. */
	DATASOURCE,

	/** Units of work. */
	WORK,

	/** Query tracing. */
	QUERY,

	/** Plans of statements. */
	PLAN,

	/** Connections and pools. */
	CONNECTION,

	/** State of the database. */
	DATABASE,

	/** Audit. */
	AUDIT,

	/** Alerts. */
	ALERT,

	/** History of figures. */
	HISTORY;

	/**
	 * Return the name that tags and properties use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
