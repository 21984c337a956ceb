package io.dbmonitor.proxy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * Meta-data that lead back to the watched connection: whoever closes or uses what they
 * lead to is seen too.
 */
final class WatchedDatabaseMetaData extends DelegatingDatabaseMetaData {

	private final WatchedConnection connection;

	WatchedDatabaseMetaData(DatabaseMetaData delegate, WatchedConnection connection) {
		super(delegate);
		this.connection = connection;
	}

	@Override
	public Connection getConnection() throws SQLException {
		// Asked for its exception where the connection is closed
		super.getConnection();
		return this.connection;
	}

}
