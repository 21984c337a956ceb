package io.dbmonitor.audit;

/**
 * The changes of a transaction that is not committed yet. Belongs to its transaction's
 * thread.
 */
public final class PendingChangeSet {

	private final AuditRecorder recorder;

	private final ConnectionSource connection;

	private final ChangeOrigin origin;

	private final KeptChanges kept;

	private final UnwrittenChanges unwritten = new UnwrittenChanges();

	PendingChangeSet(AuditRecorder recorder, ConnectionSource connection, ChangeOrigin origin, int maxKept) {
		this.recorder = recorder;
		this.connection = connection;
		this.origin = origin;
		this.kept = new KeptChanges(maxKept);
	}

	/**
	 * Add a change behind those that are there.
	 * @param change the change
	 * @throws ChangeSetWriteException if it is time to write what has come together, and
	 * that cannot be done
	 */
	public void add(Change change) {
		this.kept.add(change);
		if (this.recorder.writes()) {
			this.unwritten.add(change);
			if (this.unwritten.isPart()) {
				write();
			}
		}
	}

	/**
	 * A savepoint was set.
	 * @param savepoint identifies it
	 */
	public void mark(Object savepoint) {
		this.kept.mark(savepoint);
		this.unwritten.mark(savepoint);
	}

	/**
	 * A savepoint was released.
	 * @param savepoint identifies it
	 */
	public void release(Object savepoint) {
		this.kept.release(savepoint);
		this.unwritten.release(savepoint);
	}

	/**
	 * Forget the changes behind a savepoint.
	 * @param savepoint the savepoint; of one that was set before the first change all are
	 * forgotten
	 */
	public void rollBackTo(Object savepoint) {
		this.kept.rollBackTo(savepoint);
		this.unwritten.rollBackTo(savepoint);
	}

	/**
	 * The transaction is about to be committed: write what was not written.
	 * @throws ChangeSetWriteException if that cannot be done, so the transaction has to
	 * be rolled back
	 */
	public void beforeCommit() {
		if (!this.unwritten.isEmpty()) {
			write();
		}
	}

	/**
	 * The transaction is about to be committed on its connection, with nothing between:
	 * as {@link #beforeCommit}, but the commit can be sent along.
	 * @throws ChangeSetWriteException if changes cannot be written, so the transaction
	 * has to be rolled back
	 * @throws FailedCommitException if the commit that was sent along has failed
	 */
	public void atCommit() {
		if (!this.unwritten.isEmpty()) {
			this.recorder.writeAtCommit(this.origin.changeSet(this.unwritten.changes(), 0), this.unwritten.position(),
					this.connection);
			this.unwritten.written();
		}
	}

	/**
	 * The transaction was committed. Never throws.
	 */
	public void committed() {
		this.recorder.committed(this);
	}

	private void write() {
		this.recorder.write(this.origin.changeSet(this.unwritten.changes(), 0), this.unwritten.position(),
				this.connection);
		this.unwritten.written();
	}

	ChangeSet changeSet() {
		return this.origin.changeSet(this.kept.changes(), this.kept.omitted());
	}

	ChangeCounts counts() {
		return this.kept.counts();
	}

}
