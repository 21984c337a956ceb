package io.dbmonitor.proxy;

import java.sql.Savepoint;
import java.util.function.Consumer;

import io.dbmonitor.audit.PendingChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * The audited changes of a connection's transaction.
 *
 * @param pending the changes
 * @param end told of the transaction's end, {@code null} where somebody else hears of it
 */
record ConnectionChanges(PendingChangeSet pending, @Nullable Consumer<Boolean> end) {

	void marked(Savepoint savepoint) {
		this.pending.mark(savepoint);
	}

	void released(Savepoint savepoint) {
		this.pending.release(savepoint);
	}

	void rolledBackTo(Savepoint savepoint) {
		this.pending.rollBackTo(savepoint);
	}

	void beforeCommit() {
		this.pending.beforeCommit();
	}

	void ended(boolean committed) {
		if (this.end != null) {
			this.end.accept(committed);
		}
	}

}
