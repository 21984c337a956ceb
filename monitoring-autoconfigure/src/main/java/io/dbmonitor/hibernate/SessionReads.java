package io.dbmonitor.hibernate;

import java.util.Objects;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.PendingReads;
import org.hibernate.SessionEventListener;
import org.jspecify.annotations.Nullable;

/**
 * What a session has read and not handed on yet. It does that at the end of each
 * transaction; what it reads outside of one waits for the session's end, or for as much
 * as is kept together. Belongs to the session's thread; does not keep the session.
 */
final class SessionReads implements SessionEventListener {

	private static final long serialVersionUID = 1L;

	private transient @Nullable PendingReads pending;

	private transient @Nullable String dataSource;

	private transient boolean inTransaction;

	/**
	 * Return where to add a read.
	 * @param recorder begins anew
	 * @param inTransaction whether the session is in a transaction
	 * @param dataSource the name of the data source that is read from, {@code null} where
	 * it is not known
	 * @return the reads so far of the same transaction and the same data source
	 */
	PendingReads of(AuditRecorder recorder, boolean inTransaction, @Nullable String dataSource) {
		PendingReads known = this.pending;
		if (known != null && (isOver(known, inTransaction) || isElsewhere(dataSource))) {
			handOn();
			known = null;
		}
		if (known == null) {
			known = recorder.beginReads();
			this.pending = known;
			this.inTransaction = inTransaction;
			this.dataSource = dataSource;
		}
		else if (dataSource != null) {
			this.dataSource = dataSource;
		}
		return known;
	}

	private boolean isOver(PendingReads known, boolean inTransaction) {
		return inTransaction != this.inTransaction || (!inTransaction && known.isFull());
	}

	private boolean isElsewhere(@Nullable String dataSource) {
		return dataSource != null && this.dataSource != null && !Objects.equals(dataSource, this.dataSource);
	}

	@Override
	public void transactionCompletion(boolean successful) {
		handOn();
	}

	@Override
	public void end() {
		handOn();
	}

	private void handOn() {
		PendingReads known = this.pending;
		this.pending = null;
		if (known != null) {
			known.ended(this.dataSource);
		}
	}

}
