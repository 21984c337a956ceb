package io.dbmonitor.datasource.mysql;

import java.sql.Connection;
import java.sql.SQLException;

import io.dbmonitor.datasource.SessionIds;
import org.jspecify.annotations.Nullable;

/**
 * The id of the connection, which the server tells MariaDB's driver when it connects.
 */
public final class MariaDbSessionIds implements SessionIds {

	@Override
	public @Nullable Integer find(Connection connection) throws SQLException {
		return connection.isWrapperFor(org.mariadb.jdbc.Connection.class)
				? (int) connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId() : null;
	}

}
