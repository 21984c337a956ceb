package io.dbmonitor.database;

import java.util.Locale;

/**
 * What can be wrong with an index.
 */
public enum IndexProblem {

	/** No statement used it since the statistics began, and nothing else needs it. */
	UNUSED,

	/** Another index of the table is the same. */
	DUPLICATE,

	/** It is kept up to date but not used, since building it failed. */
	INVALID;

	/**
	 * Return the name that answers, parameters and tags use.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
