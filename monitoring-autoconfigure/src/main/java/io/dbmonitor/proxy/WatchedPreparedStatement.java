package io.dbmonitor.proxy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.dbmonitor.query.OpenExecution;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.query.StatementStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement whose executions are recorded. Its statistics are looked up once,
 * when it is prepared.
 */
class WatchedPreparedStatement extends DelegatingPreparedStatement {

	private final StatementStatistics statement;

	private final String sql;

	private int batchSize;

	private final @Nullable BoundValues values;

	WatchedPreparedStatement(PreparedStatement delegate, WatchedConnection connection, StatementRecorder recorder,
			String sql) {
		super(delegate, connection, recorder);
		this.sql = sql;
		this.statement = statement(sql);
		this.values = wantsValues() ? new BoundValues(recorder::fault) : null;
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
		this.batchSize++;
	}

	@Override
	public void clearBatch() throws SQLException {
		super.clearBatch();
		this.batchSize = 0;
	}

	@Override
	int batchSize() {
		return (this.batchSize > 0) ? this.batchSize : super.batchSize();
	}

	@Override
	boolean insertsOneRow() {
		return insertsOneRow(this.sql);
	}

	@Override
	final boolean wantsBound() {
		return this.values != null;
	}

	@Override
	final void bound(int index, @Nullable Object value) {
		if (this.values != null) {
			this.values.set(index, value);
		}
	}

	@Override
	public void clearParameters() throws SQLException {
		super.clearParameters();
		if (this.values != null) {
			this.values.clear();
		}
	}

	@Override
	void tellValues(OpenExecution open) {
		if (this.values != null) {
			open.bound(this.values.list());
		}
	}

	@Override
	@Nullable StatementStatistics batchStatement() {
		if (this.batchSize > 0) {
			this.batchSize = 0;
			return this.statement;
		}
		return super.batchStatement();
	}

}
