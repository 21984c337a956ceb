package io.dbmonitor.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells by which number the server knows a connection's session, without asking the
 * server.
 */
@FunctionalInterface
public interface SessionIds {

	/** Knows none. */
	SessionIds NONE = (connection) -> null;

	/**
	 * Ask several.
	 * @param all asked in order
	 * @return what the first one says that knows the driver
	 */
	static SessionIds firstOf(List<? extends SessionIds> all) {
		List<SessionIds> copy = List.copyOf(all);
		return (connection) -> {
			for (SessionIds ids : copy) {
				Integer found = ids.find(connection);
				if (found != null) {
					return found;
				}
			}
			return null;
		};
	}

	/**
	 * Find the session of a connection. Called on the thread that works with the
	 * connection; must neither block nor send anything.
	 * @param connection a connection of a pool or a driver
	 * @return the number, or {@code null} where the driver is not a known one
	 * @throws SQLException if the connection is closed
	 */
	@Nullable Integer find(Connection connection) throws SQLException;

}
