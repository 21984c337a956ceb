package io.dbmonitor.datasource.mysql;

import java.sql.Connection;
import java.sql.SQLException;

import com.mysql.cj.jdbc.JdbcConnection;
import io.dbmonitor.datasource.SessionIds;
import org.jspecify.annotations.Nullable;

/**
 * The id of the connection, which the server tells MySQL's driver when it connects.
 */
public final class MySqlSessionIds implements SessionIds {

	@Override
	public @Nullable Integer find(Connection connection) throws SQLException {
		return connection.isWrapperFor(JdbcConnection.class) ? (int) connection.unwrap(JdbcConnection.class).getId()
				: null;
	}

}
