package io.dbmonitor.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a transaction that is not committed yet. Belongs to its transaction's
 * thread.
 */
public final class PendingChangeSet {

	private final AuditRecorder recorder;

	private final ConnectionSource connection;

	private final UUID id = UUID.randomUUID();

	private final Instant at;

	private final @Nullable String actor;

	private final @Nullable String transaction;

	private final @Nullable UnitOfWork work;

	private final KeptChanges kept;

	private final UnwrittenChanges unwritten = new UnwrittenChanges();

	PendingChangeSet(AuditRecorder recorder, ConnectionSource connection, Instant at, @Nullable String actor,
			@Nullable String transaction, @Nullable UnitOfWork work, int maxKept) {
		this.recorder = recorder;
		this.connection = connection;
		this.at = at;
		this.actor = actor;
		this.transaction = transaction;
		this.work = work;
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
	 * The transaction was committed. Never throws.
	 */
	public void committed() {
		this.recorder.committed(this);
	}

	private void write() {
		this.recorder.write(part(this.unwritten.changes(), 0), this.unwritten.position(), this.connection);
		this.unwritten.written();
	}

	ChangeSet changeSet() {
		return part(this.kept.changes(), this.kept.omitted());
	}

	private ChangeSet part(List<Change> changes, long omitted) {
		// How a request is called can become known late
		ChangeContext context = new ChangeContext(this.actor, (this.work != null) ? this.work.name() : null,
				(this.work != null) ? this.work.traceId() : null, this.transaction, this.recorder.instance());
		return new ChangeSet(this.id, this.at, context, changes, omitted);
	}

	Map<ChangeOperation, Long> counts() {
		return this.kept.counts();
	}

}
