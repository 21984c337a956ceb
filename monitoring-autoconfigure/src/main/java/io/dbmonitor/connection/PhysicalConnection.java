package io.dbmonitor.connection;

import org.jspecify.annotations.Nullable;

/**
 * A connection to the server, whoever it is lent to.
 *
 * @param pid by which the server knows its session, {@code null} where that is not known
 */
record PhysicalConnection(@Nullable Integer pid) {

	/** One that shows nothing of itself. */
	static final PhysicalConnection UNKNOWN = new PhysicalConnection(null);

}
