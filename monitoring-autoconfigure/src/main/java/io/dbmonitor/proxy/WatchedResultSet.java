package io.dbmonitor.proxy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A result set that counts the rows that are read. They are recorded once, when it is
 * exhausted or closed, or when its statement is closed or executed again.
 */
final class WatchedResultSet extends DelegatingResultSet {

	private final WatchedStatement statement;

	private long rows;

	private boolean finished;

	WatchedResultSet(ResultSet delegate, WatchedStatement statement) {
		super(delegate);
		this.statement = statement;
	}

	boolean wraps(ResultSet resultSet) {
		return this.delegate == resultSet;
	}

	void finish() {
		if (!this.finished) {
			this.finished = true;
			this.statement.read(this.rows);
		}
	}

	@Override
	public boolean next() throws SQLException {
		boolean found = this.delegate.next();
		if (found) {
			this.rows++;
		}
		else {
			finish();
		}
		return found;
	}

	@Override
	public void close() throws SQLException {
		try {
			this.delegate.close();
		}
		finally {
			finish();
		}
	}

	@Override
	public Statement getStatement() throws SQLException {
		// Asked for its exception where the result set is closed
		this.delegate.getStatement();
		return this.statement;
	}

}
