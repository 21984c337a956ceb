package io.dbmonitor.database;

import java.util.Locale;

/**
 * What can be wrong with a table.
 */
public enum TableProblem {

	/** Nothing identifies its rows. */
	MISSING_PRIMARY_KEY,

	/** More than 10,000 rows and more than a tenth of all wait to be removed. */
	DEAD_ROWS;

	/**
	 * Return the name that answers and parameters use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
