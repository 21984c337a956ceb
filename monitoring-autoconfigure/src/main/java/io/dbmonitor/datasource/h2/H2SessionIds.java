package io.dbmonitor.datasource.h2;

import java.sql.Connection;
import java.sql.SQLException;

import io.dbmonitor.datasource.SessionIds;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/**
 * The session of a database that runs in this process. What a server in another one calls
 * its sessions the driver does not know.
 */
public final class H2SessionIds implements SessionIds {

	@Override
	public @Nullable Integer find(Connection connection) throws SQLException {
		return (connection.isWrapperFor(JdbcConnection.class)
				&& connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session)
						? session.getId() : null;
	}

}
