package io.dbmonitor.proxy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

import io.dbmonitor.query.ExecutionTracer;
import io.dbmonitor.query.OpenExecution;
import io.dbmonitor.query.Operation;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.query.StatementStatistics;
import io.dbmonitor.query.WrittenTable;
import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose executions are recorded. The recorder is called behind the driver and
 * never throws, so results and exceptions pass through as they are.
 */
class WatchedStatement extends DelegatingStatement {

	private static final long UNKNOWN = -1;

	private final WatchedConnection connection;

	private final StatementRecorder recorder;

	private @Nullable StatementBatch batch;

	private @Nullable StatementStatistics executed;

	private @Nullable UnitOfWork work;

	private @Nullable OpenExecution open;

	private long executedNanos;

	/** How long the unit of work was busy when the statement was executed. */
	private long busyNanos;

	private boolean batched;

	private @Nullable WatchedResultSet resultSet;

	/**
	 * Whether the update count of now is still to be counted; it can be asked for twice.
	 */
	private boolean uncounted;

	/** What the text that came last writes past the object-relational mapper. */
	private List<StatementAudit.AuditedWrite> writes = List.of();

	/** What the text that came last does to the transaction. */
	private @Nullable TransactionText control;

	/** What was written and is not recorded yet. */
	private List<StatementAudit.AuditedWrite> unrecorded = List.of();

	WatchedStatement(Statement delegate, WatchedConnection connection, StatementRecorder recorder) {
		super(delegate);
		this.connection = connection;
		this.recorder = recorder;
	}

	/** A call to the driver that executes something. */
	@FunctionalInterface
	interface Execution<T> {

		T execute() throws SQLException;

	}

	final <T> T record(StatementStatistics statement, Execution<T> execution) throws SQLException {
		return record(statement, 0, execution);
	}

	private <T> T record(StatementStatistics statement, int batchSize, Execution<T> execution) throws SQLException {
		finish();
		this.connection.last(this);
		List<StatementAudit.AuditedWrite> writes = this.writes;
		TransactionText control = (batchSize == 0) ? this.control : null;
		if (control != null) {
			this.connection.controlling(control);
		}
		UnitOfWork work = this.connection.work();
		this.executed = statement;
		this.work = work;
		this.batched = batchSize > 0;
		ExecutionTracer.Span span = this.recorder.started(statement, batchSize);
		long started = System.nanoTime();
		this.connection.executing(work, statement.fingerprint().statement(), this.delegate, started);
		Throwable failure = null;
		try {
			T result = execution.execute();
			this.unrecorded = writes;
			if (control != null) {
				this.connection.controlled(control);
			}
			return result;
		}
		catch (SQLException | RuntimeException | Error ex) {
			failure = ex;
			if (ex instanceof BatchUpdateException batch && !writes.isEmpty() && hasWritten(batch)) {
				this.connection.wrote(writes, UNKNOWN, statement);
			}
			throw ex;
		}
		finally {
			long ended = System.nanoTime();
			this.executedNanos = ended;
			this.connection.executed(ended);
			if (span != null) {
				this.recorder.ended(span, failure);
			}
			this.open = this.recorder.executed(statement, this.connection, work, started, ended, batchSize, failure);
			this.busyNanos = work.budget().busyNanos();
			if (this.open != null) {
				tellValues(this.open);
				if (failure != null) {
					finish();
				}
			}
		}
	}

	/** Hand over the values of parameters; a plain statement has none. */
	void tellValues(OpenExecution open) {
	}

	final boolean wantsValues() {
		return this.recorder.wantsValues();
	}

	final StatementStatistics statement(String sql) {
		StatementStatistics found = this.recorder.statement(sql);
		this.control = (found.fingerprint().operation() == Operation.OTHER) ? TransactionText.of(sql) : null;
		List<WrittenTable> written = this.recorder.writes(found, sql);
		this.writes = written.isEmpty() ? List.of() : this.connection.pastMapper(written);
		return found;
	}

	final boolean executed(boolean returnsRows) throws SQLException {
		this.uncounted = !returnsRows;
		if (returnsRows) {
			wrote(UNKNOWN);
		}
		else if (!this.unrecorded.isEmpty()) {
			// The application need not ask
			count(super.getUpdateCount());
		}
		return returnsRows;
	}

	final long affected(long rows) {
		if (this.executed != null && this.work != null) {
			this.recorder.affected(this.executed, this.connection, this.work, this.open, rows, this.batched);
		}
		wrote(rows);
		return rows;
	}

	private void wrote(long rows) {
		List<StatementAudit.AuditedWrite> written = this.unrecorded;
		this.unrecorded = List.of();
		if (!written.isEmpty() && this.executed != null) {
			this.connection.wrote(written, rows, this.executed);
		}
	}

	/** Some databases keep what a batch did before it failed. */
	private static boolean hasWritten(BatchUpdateException batch) {
		return Arrays.stream(batch.getUpdateCounts()).anyMatch((count) -> count > 0 || count == SUCCESS_NO_INFO);
	}

	final int affected(int rows) {
		affected((long) rows);
		return rows;
	}

	private int[] affected(int[] rows) {
		affected(Arrays.stream(rows).asLongStream().toArray());
		return rows;
	}

	private long[] affected(long[] rows) {
		long known = Arrays.stream(rows).filter((count) -> count >= 0).sum();
		long untold = Arrays.stream(rows).filter((count) -> count == SUCCESS_NO_INFO).count();
		affected((untold == 0 || insertsOneRow()) ? known + untold : UNKNOWN);
		return rows;
	}

	/**
	 * Whether each statement of the batch that was executed inserts one row. Drivers that
	 * rewrite such a batch do not tell how many rows each of its statements affected.
	 */
	boolean insertsOneRow() {
		return false;
	}

	final boolean insertsOneRow(String sql) {
		return this.recorder.insertsOneRow(sql);
	}

	private void count(long rows) {
		if (this.uncounted) {
			this.uncounted = false;
			affected(rows);
		}
	}

	final ResultSet watch(ResultSet resultSet) {
		// How many rows come back of what was written is not waited for
		wrote(UNKNOWN);
		if (this.executed == null) {
			return resultSet;
		}
		finishResultSet();
		WatchedResultSet watched = new WatchedResultSet(resultSet, this);
		this.resultSet = watched;
		return watched;
	}

	/** The rows of a result are read. */
	final void read(long rows) {
		if (this.executed != null && this.work != null) {
			this.recorder.read(this.executed, this.connection, this.work, this.open, rows,
					System.nanoTime() - this.executedNanos, this.work.budget().busyNanos() - this.busyNanos);
		}
	}

	/** Nothing more is to come of the last execution. */
	final void finish() {
		finishResultSet();
		if (this.open != null) {
			this.recorder.abandon(this.open);
			this.open = null;
		}
	}

	/** Drivers close a result set when its statement is closed or executed again. */
	private void finishResultSet() {
		WatchedResultSet unfinished = this.resultSet;
		if (unfinished != null) {
			unfinished.finish();
			this.resultSet = null;
		}
	}

	@Override
	public ResultSet executeQuery(String sql) throws SQLException {
		return watch(record(statement(sql), () -> super.executeQuery(sql)));
	}

	@Override
	public boolean execute(String sql) throws SQLException {
		return executed(record(statement(sql), () -> super.execute(sql)));
	}

	@Override
	public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
		return executed(record(statement(sql), () -> super.execute(sql, autoGeneratedKeys)));
	}

	@Override
	public boolean execute(String sql, int[] columnIndexes) throws SQLException {
		return executed(record(statement(sql), () -> super.execute(sql, columnIndexes)));
	}

	@Override
	public boolean execute(String sql, String[] columnNames) throws SQLException {
		return executed(record(statement(sql), () -> super.execute(sql, columnNames)));
	}

	@Override
	public int executeUpdate(String sql) throws SQLException {
		return affected(record(statement(sql), () -> super.executeUpdate(sql)));
	}

	@Override
	public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
		return affected(record(statement(sql), () -> super.executeUpdate(sql, autoGeneratedKeys)));
	}

	@Override
	public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
		return affected(record(statement(sql), () -> super.executeUpdate(sql, columnIndexes)));
	}

	@Override
	public int executeUpdate(String sql, String[] columnNames) throws SQLException {
		return affected(record(statement(sql), () -> super.executeUpdate(sql, columnNames)));
	}

	@Override
	public long executeLargeUpdate(String sql) throws SQLException {
		return affected(record(statement(sql), () -> super.executeLargeUpdate(sql)));
	}

	@Override
	public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
		return affected(record(statement(sql), () -> super.executeLargeUpdate(sql, autoGeneratedKeys)));
	}

	@Override
	public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
		return affected(record(statement(sql), () -> super.executeLargeUpdate(sql, columnIndexes)));
	}

	@Override
	public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
		return affected(record(statement(sql), () -> super.executeLargeUpdate(sql, columnNames)));
	}

	@Override
	public void addBatch(String sql) throws SQLException {
		super.addBatch(sql);
		if (this.batch == null) {
			this.batch = new StatementBatch();
		}
		this.batch.add(statement(sql), this.writes);
	}

	@Override
	public void clearBatch() throws SQLException {
		super.clearBatch();
		this.batch = null;
	}

	@Override
	public int[] executeBatch() throws SQLException {
		int size = batchSize();
		StatementStatistics statement = batchStatement();
		return (statement != null) ? affected(record(statement, size, super::executeBatch)) : super.executeBatch();
	}

	@Override
	public long[] executeLargeBatch() throws SQLException {
		int size = batchSize();
		StatementStatistics statement = batchStatement();
		return (statement != null) ? affected(record(statement, size, super::executeLargeBatch))
				: super.executeLargeBatch();
	}

	/** How many statements the batch has. */
	int batchSize() {
		return (this.batch != null) ? this.batch.size() : 0;
	}

	/** What a batch counts under, {@code null} where it is empty. */
	@Nullable StatementStatistics batchStatement() {
		StatementBatch batch = this.batch;
		this.batch = null;
		if (batch == null) {
			return null;
		}
		StatementStatistics statement = batch.statement(this::statement);
		this.writes = batch.writes();
		return statement;
	}

	@Override
	public int getUpdateCount() throws SQLException {
		int rows = super.getUpdateCount();
		count(rows);
		return rows;
	}

	@Override
	public long getLargeUpdateCount() throws SQLException {
		long rows = super.getLargeUpdateCount();
		count(rows);
		return rows;
	}

	@Override
	public @Nullable ResultSet getResultSet() throws SQLException {
		WatchedResultSet known = this.resultSet;
		ResultSet current = super.getResultSet();
		if (current == null) {
			return null;
		}
		return (known != null && known.wraps(current)) ? known : watch(current);
	}

	@Override
	public @Nullable ResultSet getGeneratedKeys() throws SQLException {
		ResultSet keys = super.getGeneratedKeys();
		return (keys != null) ? new WatchedGeneratedKeys(keys, this) : null;
	}

	@Override
	public boolean getMoreResults() throws SQLException {
		boolean more = super.getMoreResults();
		finishResultSet();
		return executed(more);
	}

	@Override
	public boolean getMoreResults(int current) throws SQLException {
		boolean more = super.getMoreResults(current);
		// One that is kept open counts on from here
		finishResultSet();
		return executed(more);
	}

	@Override
	public Connection getConnection() throws SQLException {
		// Asked for its exception where the statement is closed
		super.getConnection();
		return this.connection;
	}

	@Override
	public void close() throws SQLException {
		try {
			super.close();
		}
		finally {
			finish();
		}
	}

}
