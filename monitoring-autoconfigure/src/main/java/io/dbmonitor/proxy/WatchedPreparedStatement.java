package io.dbmonitor.proxy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.query.StatementStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement whose executions are recorded. Its statistics are looked up once,
 * when it is prepared.
 */
class WatchedPreparedStatement extends DelegatingPreparedStatement {

	private final StatementStatistics statement;

	private boolean batched;

	WatchedPreparedStatement(PreparedStatement delegate, WatchedConnection connection, StatementRecorder recorder,
			String sql) {
		super(delegate, connection, recorder);
		this.statement = statement(sql);
	}

	@Override
	public ResultSet executeQuery() throws SQLException {
		return watch(record(this.statement, () -> super.executeQuery()));
	}

	@Override
	public int executeUpdate() throws SQLException {
		return affected(record(this.statement, () -> super.executeUpdate()));
	}

	@Override
	public long executeLargeUpdate() throws SQLException {
		return affected(record(this.statement, () -> super.executeLargeUpdate()));
	}

	@Override
	public boolean execute() throws SQLException {
		return executed(record(this.statement, () -> super.execute()));
	}

	@Override
	public void addBatch() throws SQLException {
		super.addBatch();
		this.batched = true;
	}

	@Override
	public void clearBatch() throws SQLException {
		super.clearBatch();
		this.batched = false;
	}

	@Override
	@Nullable StatementStatistics batchStatement() {
		if (this.batched) {
			this.batched = false;
			return this.statement;
		}
		return super.batchStatement();
	}

}
