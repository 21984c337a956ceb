package io.dbmonitor.proxy;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;

import io.dbmonitor.audit.ChangeSetWriteException;
import io.dbmonitor.audit.FailedCommitException;
import io.dbmonitor.audit.PendingChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the transaction of a connection has changed, as far as it is audited, whether it
 * is ended by JDBC's methods or by SQL. Belongs to one connection.
 */
final class TransactionChanges {

	private @Nullable PendingChangeSet pending;

	/** Whether a transaction was begun by SQL. */
	private boolean begun;

	boolean isBegun() {
		return this.begun;
	}

	PendingChangeSet open(Supplier<PendingChangeSet> beginning) {
		PendingChangeSet known = this.pending;
		if (known == null) {
			known = beginning.get();
			this.pending = known;
		}
		return known;
	}

	/**
	 * The transaction is about to be committed.
	 * @throws ChangeSetWriteException if what was changed cannot be written
	 */
	void beforeCommit() {
		if (this.pending != null) {
			this.pending.beforeCommit();
		}
	}

	/**
	 * As {@link #beforeCommit}, but the commit can be sent along.
	 * @throws ChangeSetWriteException if what was changed cannot be written
	 * @throws SQLException if the commit that was sent along has failed
	 */
	void atCommit() throws SQLException {
		try {
			if (this.pending != null) {
				this.pending.atCommit();
			}
		}
		catch (FailedCommitException ex) {
			throw ex.failure();
		}
	}

	void committed() {
		PendingChangeSet known = this.pending;
		forget();
		if (known != null) {
			known.committed();
		}
	}

	/** Nothing becomes of what was changed. */
	void forget() {
		this.pending = null;
		this.begun = false;
	}

	/** SQL names a savepoint by its name. */
	void mark(Savepoint savepoint, @Nullable String name) {
		if (this.pending != null) {
			this.pending.mark(savepoint);
			if (name != null) {
				this.pending.mark(name);
			}
		}
	}

	void rollBackTo(Savepoint savepoint) {
		if (this.pending != null) {
			this.pending.rollBackTo(savepoint);
		}
	}

	void release(Savepoint savepoint) {
		if (this.pending != null) {
			this.pending.release(savepoint);
		}
	}

	/** SQL is about to be executed that does something to the transaction. */
	void before(TransactionText text) {
		if (text.kind() == TransactionText.Kind.COMMIT) {
			beforeCommit();
		}
	}

	/** It was executed. */
	void after(TransactionText text) {
		switch (text.kind()) {
			case BEGIN -> this.begun = true;
			case COMMIT -> committed();
			case ROLLBACK -> forget();
			default -> after(text.kind(), text.savepoint());
		}
	}

	private void after(TransactionText.Kind kind, String savepoint) {
		if (this.pending == null) {
			return;
		}
		switch (kind) {
			case SAVEPOINT -> this.pending.mark(savepoint);
			case ROLLBACK_TO -> this.pending.rollBackTo(savepoint);
			default -> this.pending.release(savepoint);
		}
	}

}
