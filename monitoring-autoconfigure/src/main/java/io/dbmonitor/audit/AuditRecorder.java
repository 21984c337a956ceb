package io.dbmonitor.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
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
 * change of a transaction, fills it, and tells it of the transaction's end; for reads the
 * same with {@link PendingReads}. Safe for use by several threads.
 */
public final class AuditRecorder {

	/** How many changes of one transaction those hear of who hear after the commit. */
	private static final int MAX_KEPT = 1000;

	private static final List<String> OF_TRANSACTION = List.of("40", "25", "08", "57");

	private final AuditSettings settings;

	private final AuditActorResolver actor;

	private final CurrentWork currentWork;

	private final @Nullable ChangeSetWriter writer;

	private final @Nullable ReadQueue readQueue;

	private final List<ChangeSetListener> listeners;

	private final Faults faults;

	private final WriteStatistics writes = new WriteStatistics();

	private final Map<ChangeSource, Map<ChangeOperation, LongAdder>> counts = new EnumMap<>(ChangeSource.class);

	/**
	 * Make a recorder.
	 * @param settings how changes are recorded
	 * @param actor who acts
	 * @param currentWork tells what changes are made for
	 * @param writer writes changes in their transaction, or {@code null}
	 * @param readQueue writes reads, or {@code null}
	 * @param listeners hear of what was committed and read
	 * @param faults where faults go
	 */
	public AuditRecorder(AuditSettings settings, AuditActorResolver actor, CurrentWork currentWork,
			@Nullable ChangeSetWriter writer, @Nullable ReadQueue readQueue, List<ChangeSetListener> listeners,
			Faults faults) {
		this.settings = settings;
		this.actor = actor;
		this.currentWork = currentWork;
		this.writer = writer;
		this.readQueue = readQueue;
		this.listeners = List.copyOf(listeners);
		this.faults = faults;
		for (ChangeSource source : ChangeSource.values()) {
			Map<ChangeOperation, LongAdder> operations = new EnumMap<>(ChangeOperation.class);
			for (ChangeOperation operation : ChangeOperation.values()) {
				operations.put(operation, new LongAdder());
			}
			this.counts.put(source, operations);
		}
	}

	/**
	 * Begin a change set, on the thread that changes something.
	 * @param connection tells the connection of the transaction
	 * @return an empty change set that knows who acts, when and in which transaction
	 */
	public PendingChangeSet begin(ConnectionSource connection) {
		return new PendingChangeSet(this, connection, origin(), this.listeners.isEmpty() ? 0 : MAX_KEPT);
	}

	/**
	 * Begin to collect what is read, on the thread that reads something.
	 * @return no reads yet, which know who acts, when and in which transaction
	 */
	public PendingReads beginReads() {
		return new PendingReads(this, origin());
	}

	private ChangeOrigin origin() {
		Instant at = this.settings.clock().instant();
		return new ChangeOrigin(ChangeSetIds.next(at), at, resolveActor(), this.currentWork.transaction(),
				this.currentWork.current(), this.settings.instance());
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
	 * Return how many changes were committed, or reads kept.
	 * @param operation what happened
	 * @param source how the audit learned of it
	 * @return their number since start
	 */
	public long count(ChangeOperation operation, ChangeSource source) {
		return adder(operation, source).sum();
	}

	/**
	 * Changes that only triggers of the database saw are kept now.
	 * @param operation what happened
	 * @param changes how many
	 */
	public void joined(ChangeOperation operation, long changes) {
		adder(operation, ChangeSource.TRIGGER).add(changes);
	}

	boolean writes() {
		return this.writer != null;
	}

	void write(ChangeSet part, long position, ConnectionSource source) {
		write(source, (writer, connection) -> writer.write(part, position, connection));
	}

	void writeAtCommit(ChangeSet part, long position, ConnectionSource source) {
		if (this.settings.onFailure() == OnFailure.LOG) {
			// Has a savepoint around it, which a commit would end
			try {
				write(part, position, source);
			}
			catch (ChangeSetWriteException ex) {
				throw (ex.getCause() instanceof SQLException failure) ? new FailedCommitException(failure) : ex;
			}
		}
		else {
			write(source, (writer, connection) -> {
				try {
					writer.writeAtCommit(part, position, connection);
				}
				catch (SQLException ex) {
					if (isOfTransaction(ex)) {
						throw new FailedCommitException(ex);
					}
					throw ex;
				}
			});
		}
	}

	/**
	 * Whether the transaction would not have been committed without the audit either:
	 * SQLState classes 40 (transaction rollback), 25 (invalid transaction state), 08
	 * (connection exception) and PostgreSQL's 57 (operator intervention).
	 */
	private static boolean isOfTransaction(SQLException failure) {
		String state = String.valueOf(failure.getSQLState());
		return OF_TRANSACTION.stream().anyMatch(state::startsWith);
	}

	private void write(ConnectionSource source, Writing writing) {
		ChangeSetWriter writer = this.writer;
		if (writer == null) {
			return;
		}
		long start = System.nanoTime();
		boolean committed = false;
		try {
			Connection connection = source.connection();
			committed = connection.getAutoCommit();
			if (this.settings.onFailure() == OnFailure.LOG && !committed) {
				writeOrRollBack(writer, writing, connection);
			}
			else {
				writing.write(writer, connection);
			}
			this.writes.written(System.nanoTime() - start);
		}
		catch (FailedCommitException ex) {
			throw ex;
		}
		catch (LostTransactionException ex) {
			this.writes.failed();
			throw new ChangeSetWriteException(ex);
		}
		catch (Exception | LinkageError ex) {
			if (committed) {
				// Nothing can be rolled back, and whoever tried again would do it twice
				this.writes.failed();
				this.faults.report(Feature.AUDIT, ex);
			}
			else {
				failed(ex);
			}
		}
	}

	/** Whatever fails must not take the transaction with it. */
	private static void writeOrRollBack(ChangeSetWriter writer, Writing writing, Connection connection)
			throws SQLException {
		Savepoint before = connection.setSavepoint();
		try {
			writing.write(writer, connection);
		}
		catch (SQLException | RuntimeException | Error ex) {
			try {
				connection.rollback(before);
			}
			catch (SQLException lost) {
				ex.addSuppressed(lost);
				throw new LostTransactionException(ex);
			}
			throw ex;
		}
		connection.releaseSavepoint(before);
	}

	void committed(PendingChangeSet pending) {
		ChangeCounts committed = pending.counts();
		if (committed.isEmpty()) {
			return;
		}
		this.counts.forEach((source, operations) -> operations
			.forEach((operation, adder) -> adder.add(committed.get(operation, source))));
		if (this.listeners.isEmpty()) {
			return;
		}
		ChangeSet changeSet = pending.changeSet();
		if (changeSet.omitted() > 0) {
			this.faults.overflow(Feature.AUDIT);
		}
		tell(changeSet);
	}

	/** Reads happened whatever became of their transaction. */
	void read(ChangeSet reads, @Nullable String dataSource) {
		this.faults.overflow(Feature.AUDIT, reads.omitted());
		if (this.readQueue != null) {
			this.readQueue.add(reads, dataSource, this::keptReads);
		}
		else {
			keptReads(reads);
		}
		tell(reads);
	}

	private void keptReads(ChangeSet reads) {
		adder(ChangeOperation.READ, ChangeSource.ORM).add(reads.changes().size());
	}

	private void tell(ChangeSet changeSet) {
		for (ChangeSetListener listener : this.listeners) {
			try {
				listener.committed(changeSet);
			}
			catch (Throwable ex) {
				this.faults.report(Feature.AUDIT, ex);
			}
		}
	}

	private LongAdder adder(ChangeOperation operation, ChangeSource source) {
		return this.counts.getOrDefault(source, Map.of()).getOrDefault(operation, new LongAdder());
	}

	/** Has a part of a change set written. */
	@FunctionalInterface
	private interface Writing {

		void write(ChangeSetWriter writer, Connection connection) throws SQLException;

	}

}
