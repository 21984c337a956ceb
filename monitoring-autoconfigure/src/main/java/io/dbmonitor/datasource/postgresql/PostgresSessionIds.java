package io.dbmonitor.datasource.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import io.dbmonitor.datasource.SessionIds;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The process id of the backend, which PostgreSQL tells the driver when it connects. A
 * pooler between tells one of its own.
 */
public final class PostgresSessionIds implements SessionIds {

	@Override
	public @Nullable Integer find(Connection connection) throws SQLException {
		return connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class).getBackendPID()
				: null;
	}

}
