package io.dbmonitor.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.work.CurrentWork;
import org.jspecify.annotations.Nullable;

/**
 * The entrance for changes: a feeder opens a {@link PendingChangeSet} with the first
 * change of a transaction, fills it, and tells it of the transaction's end. Safe for use
 * by several threads.
 */
public final class AuditRecorder {

	/** How many changes of one transaction those hear of who hear after the commit. */
	private static final int MAX_KEPT = 1000;

	private final AuditSettings settings;

	private final AuditActorResolver actor;

	private final CurrentWork currentWork;

	private final @Nullable ChangeSetWriter writer;

	private final List<ChangeSetListener> listeners;

	private final Faults faults;

	private final WriteStatistics writes = new WriteStatistics();

	private final Map<ChangeOperation, LongAdder> counts = new EnumMap<>(ChangeOperation.class);

	/**
	 * Make a recorder.
	 * @param settings how changes are recorded
	 * @param actor who acts
	 * @param currentWork tells what changes are made for
	 * @param writer writes changes in their transaction, or {@code null}
	 * @param listeners hear of what was committed
	 * @param faults where faults go
	 */
	public AuditRecorder(AuditSettings settings, AuditActorResolver actor, CurrentWork currentWork,
			@Nullable ChangeSetWriter writer, List<ChangeSetListener> listeners, Faults faults) {
		this.settings = settings;
		this.actor = actor;
		this.currentWork = currentWork;
		this.writer = writer;
		this.listeners = List.copyOf(listeners);
		this.faults = faults;
		for (ChangeOperation operation : ChangeOperation.values()) {
			this.counts.put(operation, new LongAdder());
		}
	}

	/**
	 * Begin a change set, on the thread that changes something.
	 * @param connection tells the connection of the transaction
	 * @return an empty change set that knows who acts, when and in which transaction
	 */
	public PendingChangeSet begin(ConnectionSource connection) {
		return new PendingChangeSet(this, connection, this.settings.clock().instant(), resolveActor(),
				this.currentWork.transaction(), this.currentWork.current(), this.listeners.isEmpty() ? 0 : MAX_KEPT);
	}

	private @Nullable String resolveActor() {
		try {
			return this.actor.resolve();
		}
		catch (Throwable ex) {
			this.faults.report(Feature.AUDIT, ex);
			return null;
		}
	}

	/**
	 * Return how changes are recorded.
	 * @return the settings
	 */
	public AuditSettings settings() {
		return this.settings;
	}

	/**
	 * Return how writing goes.
	 * @return counts that go on
	 */
	public WriteStatistics writeStatistics() {
		return this.writes;
	}

	/**
	 * Something of a transaction could not be recorded.
	 * @param fault why
	 * @throws ChangeSetWriteException where changes are kept as durably as what they are
	 * changes of, unless {@link OnFailure#LOG} was chosen
	 */
	public void failed(Throwable fault) {
		this.writes.failed();
		if (this.writer != null && this.settings.onFailure() == OnFailure.FAIL) {
			throw (fault instanceof ChangeSetWriteException known) ? known : new ChangeSetWriteException(fault);
		}
		this.faults.report(Feature.AUDIT, fault);
	}

	/**
	 * Return how many changes were committed.
	 * @param operation which changes
	 * @return their number since start
	 */
	public long count(ChangeOperation operation) {
		return adder(operation).sum();
	}

	boolean writes() {
		return this.writer != null;
	}

	@Nullable String instance() {
		return this.settings.instance();
	}

	void write(ChangeSet part, long position, ConnectionSource source) {
		ChangeSetWriter writer = this.writer;
		if (writer == null) {
			return;
		}
		long start = System.nanoTime();
		try {
			Connection connection = source.connection();
			if (this.settings.onFailure() == OnFailure.LOG && !connection.getAutoCommit()) {
				writeOrRollBack(writer, part, position, connection);
			}
			else {
				writer.write(part, position, connection);
			}
			this.writes.written(System.nanoTime() - start);
		}
		catch (Exception | LinkageError ex) {
			failed(ex);
		}
	}

	/** Whatever fails must not take the transaction with it. */
	private static void writeOrRollBack(ChangeSetWriter writer, ChangeSet part, long position, Connection connection)
			throws SQLException {
		Savepoint before = connection.setSavepoint();
		try {
			writer.write(part, position, connection);
		}
		catch (SQLException | RuntimeException ex) {
			connection.rollback(before);
			throw ex;
		}
		connection.releaseSavepoint(before);
	}

	void committed(PendingChangeSet pending) {
		Map<ChangeOperation, Long> committed = pending.counts();
		if (committed.isEmpty()) {
			return;
		}
		committed.forEach((operation, count) -> adder(operation).add(count));
		if (this.listeners.isEmpty()) {
			return;
		}
		ChangeSet changeSet = pending.changeSet();
		if (changeSet.omitted() > 0) {
			this.faults.overflow(Feature.AUDIT);
		}
		for (ChangeSetListener listener : this.listeners) {
			try {
				listener.committed(changeSet);
			}
			catch (Throwable ex) {
				this.faults.report(Feature.AUDIT, ex);
			}
		}
	}

	private LongAdder adder(ChangeOperation operation) {
		return this.counts.getOrDefault(operation, new LongAdder());
	}

}
