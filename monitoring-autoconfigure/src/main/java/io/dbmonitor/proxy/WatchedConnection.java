package io.dbmonitor.proxy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executor;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedConnection;
import io.dbmonitor.audit.PendingChangeSet;
import io.dbmonitor.connection.Lease;
import io.dbmonitor.query.ExecutionContext;
import io.dbmonitor.query.StatementRecorder;
import io.dbmonitor.query.StatementStatistics;
import io.dbmonitor.query.WrittenTable;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.UnitOfWork;
import net.ttddyy.dsproxy.proxy.ProxyJdbcObject;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose statements are recorded and whose lease ends when it is closed.
 * {@code unwrap} leads straight to what the wrapped connection leads to, as if this were
 * not there.
 */
final class WatchedConnection extends StatementMakingConnection implements ExecutionContext, AuditedConnection {

	private final String dataSource;

	private final @Nullable StatementRecorder recorder;

	private final @Nullable Lease lease;

	private final CurrentWork currentWork;

	private final long waitedNanos;

	/** Since when the connection is held for the unit of work. */
	private long heldSince;

	private @Nullable UnitOfWork work;

	/** The statement that was executed last: drivers close it with the connection. */
	private @Nullable WatchedStatement last;

	private boolean closed;

	/** As far as the pool tells it, or the application has set it or asked for it. */
	private @Nullable Boolean autoCommit;

	/** What the transaction has changed, as far as it is audited. */
	private final TransactionChanges changes = new TransactionChanges();

	private final StatementAudit statementAudit;

	/** Whether nothing was executed yet since the connection was taken, or committed. */
	private boolean fresh = true;

	WatchedConnection(Connection delegate, ConnectionWatcher watcher, @Nullable Lease lease, long askedNanos,
			long gotNanos) {
		super(delegate);
		this.waitedNanos = gotNanos - askedNanos;
		this.heldSince = gotNanos;
		this.dataSource = watcher.dataSource();
		this.currentWork = watcher.currentWork();
		this.recorder = watcher.recorder();
		this.statementAudit = watcher.statementAudit();
		this.lease = lease;
		this.autoCommit = watcher.autoCommit();
	}

	@Override
	public void close() throws SQLException {
		try {
			super.close();
		}
		finally {
			finishLast();
			endLease();
		}
	}

	void last(WatchedStatement statement) {
		this.last = statement;
	}

	private void finishLast() {
		WatchedStatement unfinished = this.last;
		if (unfinished != null) {
			this.last = null;
			unfinished.finish();
		}
	}

	@Override
	public void abort(Executor executor) throws SQLException {
		try {
			super.abort(executor);
		}
		finally {
			finishLast();
			endLease();
		}
	}

	/**
	 * What the connection is used for: asked with the first statement, and again where a
	 * connection is kept longer than the work it was taken for.
	 */
	@Override
	public UnitOfWork work() {
		UnitOfWork known = this.work;
		return (known != null && !known.hasEnded()) ? known : begin(known);
	}

	private UnitOfWork begin(@Nullable UnitOfWork former) {
		UnitOfWork begun = this.currentWork.getOrBegin();
		this.work = begun;
		if (former == null) {
			begun.budget().waited(this.waitedNanos);
		}
		this.fresh = true;
		return begun;
	}

	/** A statement begins to be executed. */
	void executing(UnitOfWork work, String statement, Statement running, long now) {
		if (this.lease != null) {
			if (this.fresh) {
				use(this.lease, work);
			}
			this.lease.executing(statement, running, now);
		}
	}

	/** A statement was executed. */
	void executed(long now) {
		if (this.lease != null) {
			this.lease.executed((this.autoCommit != null) ? !this.autoCommit : null, now);
		}
	}

	private void use(Lease lease, UnitOfWork work) {
		this.fresh = false;
		lease.use(work, transaction());
		if (lease.isNew()) {
			lease.connected(this.delegate);
		}
	}

	@Override
	public @Nullable String transaction() {
		return this.currentWork.transaction();
	}

	@Override
	public boolean isAutoCommit() {
		try {
			return !this.changes.isBegun() && getAutoCommit();
		}
		catch (SQLException ex) {
			// A connection that does not even know that is in no state to tell more
			return false;
		}
	}

	@Override
	public boolean getAutoCommit() throws SQLException {
		boolean answer = super.getAutoCommit();
		this.autoCommit = answer;
		return answer;
	}

	@Override
	public void setAutoCommit(boolean autoCommit) throws SQLException {
		if (autoCommit) {
			// What is open is committed by this
			this.changes.beforeCommit();
		}
		super.setAutoCommit(autoCommit);
		this.autoCommit = autoCommit;
		if (autoCommit) {
			this.changes.committed();
			leaseTransactionEnded();
		}
		else if (this.lease != null && this.work == null) {
			adopt(this.lease);
		}
	}

	/**
	 * A transaction can hold its connection for long before it sends its first statement.
	 */
	private void adopt(Lease lease) {
		UnitOfWork current = this.currentWork.current();
		if (current != null) {
			this.work = current;
			current.budget().waited(this.waitedNanos);
			lease.use(current, null);
		}
	}

	private void leaseTransactionEnded() {
		this.fresh = true;
		if (this.lease != null) {
			this.lease.inTransaction(false);
		}
	}

	@Override
	public void commit() throws SQLException {
		this.changes.atCommit();
		super.commit();
		this.changes.committed();
		transactionEnded();
	}

	/** What writes the tables of entities past the object-relational mapper. */
	List<StatementAudit.AuditedWrite> pastMapper(List<WrittenTable> writes) {
		return this.statementAudit.pastMapper(writes, this.dataSource);
	}

	/** A statement has written past the object-relational mapper. */
	void wrote(List<StatementAudit.AuditedWrite> writes, long rows, StatementStatistics statement) {
		this.statementAudit.record(writes, rows, statement, this);
	}

	/** SQL is about to be executed that does something to the transaction. */
	void controlling(TransactionText text) {
		this.changes.before(text);
	}

	/** It was executed. */
	void controlled(TransactionText text) {
		this.changes.after(text);
	}

	@Override
	public void rollback() throws SQLException {
		super.rollback();
		this.changes.forget();
		transactionEnded();
	}

	@Override
	public PendingChangeSet changes(AuditRecorder recorder) {
		return this.changes.open(() -> recorder.begin(this::unwatched));
	}

	@Override
	public String dataSource() {
		return this.dataSource;
	}

	@Override
	public Connection unwatched() {
		// Below is datasource-proxy's own, where the application has listeners
		return (this.delegate instanceof ProxyJdbcObject proxy && proxy.getTarget() instanceof Connection pooled)
				? pooled : this.delegate;
	}

	@Override
	public Savepoint setSavepoint() throws SQLException {
		return marked(super.setSavepoint(), null);
	}

	@Override
	public Savepoint setSavepoint(String name) throws SQLException {
		return marked(super.setSavepoint(name), name);
	}

	private Savepoint marked(Savepoint savepoint, @Nullable String name) {
		this.changes.mark(savepoint, name);
		return savepoint;
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		super.rollback(savepoint);
		this.changes.rollBackTo(savepoint);
	}

	@Override
	public void releaseSavepoint(Savepoint savepoint) throws SQLException {
		super.releaseSavepoint(savepoint);
		this.changes.release(savepoint);
	}

	/** What belongs to no request, job or message is over with its transaction. */
	private void transactionEnded() {
		leaseTransactionEnded();
		UnitOfWork known = this.work;
		if (known != null && known.endsWithTransaction()) {
			endWork(known, System.nanoTime());
		}
	}

	private void endLease() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.changes.forget();
		long now = System.nanoTime();
		if (this.lease != null) {
			this.lease.end(now);
		}
		UnitOfWork known = this.work;
		if (known != null) {
			if (known.endsWithTransaction()) {
				endWork(known, now);
			}
			else {
				known.budget().held(now - this.heldSince);
			}
		}
	}

	private void endWork(UnitOfWork work, long now) {
		if (!work.hasEnded()) {
			work.budget().held(now - this.heldSince);
			this.heldSince = now;
			work.end();
		}
	}

	@Override
	public DatabaseMetaData getMetaData() throws SQLException {
		return new WatchedDatabaseMetaData(super.getMetaData(), this);
	}

	@Override
	Statement watch(Statement statement) {
		return (this.recorder != null) ? new WatchedStatement(statement, this, this.recorder) : unrecorded(statement);
	}

	@Override
	PreparedStatement watch(PreparedStatement statement, String sql) {
		return (this.recorder != null) ? new WatchedPreparedStatement(statement, this, this.recorder, sql)
				: unrecorded(statement);
	}

	@Override
	CallableStatement watch(CallableStatement statement, String sql) {
		return (this.recorder != null) ? new WatchedCallableStatement(statement, this, this.recorder, sql)
				: unrecorded(statement);
	}

	/** Of statements that nobody records, only whose they are is known. */
	private <S extends Statement> S unrecorded(S statement) {
		if (this.lease != null && this.fresh) {
			use(this.lease, work());
			// It is not told when the statement opens one
			this.lease.inTransaction(null);
		}
		return statement;
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		return isItself(type) ? type.cast(this) : super.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return isItself(type) || super.isWrapperFor(type);
	}

	private static boolean isItself(Class<?> type) {
		return type == WatchedConnection.class || type == AuditedConnection.class;
	}

}
