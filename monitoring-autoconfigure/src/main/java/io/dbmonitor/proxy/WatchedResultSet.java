package io.dbmonitor.proxy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.query.StatementStatistics;

/**
 * A result set that counts the rows that are read. They are recorded once, when it is
 * exhausted or closed, or when its statement is closed or executed again.
 */
final class WatchedResultSet extends DelegatingResultSet {

	private final WatchedStatement statement;

	private final StatementRecorder recorder;

	private final StatementStatistics statistics;

	private long rows;

	WatchedResultSet(ResultSet delegate, WatchedStatement statement, StatementRecorder recorder,
			StatementStatistics statistics) {
		super(delegate);
		this.statement = statement;
		this.recorder = recorder;
		this.statistics = statistics;
	}

	boolean wraps(ResultSet resultSet) {
		return this.delegate == resultSet;
	}

	void finish() {
		if (this.rows > 0) {
			this.recorder.rows(this.statistics, this.rows);
			this.rows = 0;
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
