package io.dbmonitor.proxy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Generated keys, which lead back to the watched statement. They are not counted: their
 * rows are those that the statement has affected.
 */
final class WatchedGeneratedKeys extends DelegatingResultSet {

	private final WatchedStatement statement;

	WatchedGeneratedKeys(ResultSet delegate, WatchedStatement statement) {
		super(delegate);
		this.statement = statement;
	}

	@Override
	public Statement getStatement() throws SQLException {
		// Asked for its exception where the result set is closed
		super.getStatement();
		return this.statement;
	}

}
