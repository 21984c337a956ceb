package io.dbmonitor.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedTables;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSetWriteException;
import io.dbmonitor.audit.MapperStatements;
import io.dbmonitor.audit.PendingChangeSet;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.Operation;
import io.dbmonitor.query.StatementStatistics;
import io.dbmonitor.query.WrittenTable;
import io.dbmonitor.work.CallSite;
import io.dbmonitor.work.CallSites;
import org.jspecify.annotations.Nullable;

/**
 * Hands statements that write audited tables past the object-relational mapper to the
 * audit, in the transaction that they are executed in. Safe for use by several threads.
 */
public final class StatementAudit {

	private final Supplier<@Nullable AuditedTables> tables;

	private final Supplier<@Nullable MapperStatements> mapper;

	private final Supplier<@Nullable AuditRecorder> recorder;

	private final CallSites callSites;

	private final Faults faults;

	private volatile @Nullable AuditedTables knownTables;

	/**
	 * Make an audit of statements.
	 * @param tables the audited tables, {@code null} where there is no audit
	 * @param mapper tells the mapper's own statements, {@code null} where there is none
	 * @param recorder asked for once an audited table is written, {@code null} where
	 * there is no audit
	 * @param callSites finds the application's lines
	 * @param faults where faults go
	 */
	public StatementAudit(Supplier<@Nullable AuditedTables> tables, Supplier<@Nullable MapperStatements> mapper,
			Supplier<@Nullable AuditRecorder> recorder, CallSites callSites, Faults faults) {
		this.mapper = mapper;
		this.faults = faults;
		this.tables = tables;
		this.recorder = recorder;
		this.callSites = callSites;
	}

	/**
	 * Find what a statement writes past the object-relational mapper, on the thread that
	 * is about to prepare or execute it. Never throws.
	 */
	List<AuditedWrite> pastMapper(List<WrittenTable> writes, String dataSource) {
		try {
			AuditedTables tables = tables();
			if (tables == null) {
				return List.of();
			}
			List<AuditedWrite> found = new ArrayList<>();
			for (WrittenTable write : writes) {
				AuditedTables.Table table = tables.find(dataSource, write.name());
				if (table != null) {
					found.add(new AuditedWrite(table, write, writes.size() == 1));
				}
			}
			return (found.isEmpty() || isOfMapper()) ? List.of() : found;
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.report(Feature.AUDIT, ex);
			return List.of();
		}
	}

	private @Nullable AuditedTables tables() {
		AuditedTables found = this.knownTables;
		if (found == null) {
			found = this.tables.get();
			this.knownTables = found;
		}
		return found;
	}

	private boolean isOfMapper() {
		MapperStatements known = this.mapper.get();
		return known != null && known.isOfEntity();
	}

	/**
	 * Record what was written.
	 * @param writes the tables
	 * @param rows how many rows, negative where that is not known
	 * @param statement the statement
	 * @param connection where it was executed
	 * @throws ChangeSetWriteException if that cannot be recorded and has to be
	 */
	void record(List<AuditedWrite> writes, long rows, StatementStatistics statement, WatchedConnection connection) {
		List<AuditedWrite> effective = writes.stream().filter((write) -> write.hasEffect(rows, statement)).toList();
		AuditRecorder recorder = !effective.isEmpty() ? recorder() : null;
		if (recorder == null) {
			return;
		}
		try {
			List<AuditedWrite> audited = effective.stream().filter((write) -> write.isIn(recorder)).toList();
			if (!audited.isEmpty()) {
				record(audited, rows, statement, connection, recorder);
			}
		}
		catch (ChangeSetWriteException ex) {
			throw ex;
		}
		catch (RuntimeException | LinkageError ex) {
			recorder.failed(ex);
		}
	}

	private void record(List<AuditedWrite> writes, long rows, StatementStatistics statement,
			WatchedConnection connection, AuditRecorder recorder) {
		boolean autoCommit = connection.isAutoCommit();
		CallSite caller = this.callSites.find();
		PendingChangeSet changes = autoCommit ? recorder.begin(connection::unwatched) : connection.changes(recorder);
		for (AuditedWrite write : writes) {
			changes.add(new StatementWrite(write.write.name(), (rows > 0 && write.isCounted(statement)) ? rows : null,
					statement.id(), (caller != null) ? caller.toString() : null, !autoCommit)
				.change(write.table.entity(), write.operation()));
		}
		if (autoCommit) {
			changes.beforeCommit();
			changes.committed();
		}
	}

	/** While the application starts there may be none yet. */
	private @Nullable AuditRecorder recorder() {
		try {
			return this.recorder.get();
		}
		catch (RuntimeException ex) {
			this.faults.report(Feature.AUDIT, ex);
			return null;
		}
	}

	/**
	 * A write of an entity's table.
	 *
	 * @param table whose rows it has
	 * @param write what becomes of them
	 * @param alone whether the text writes no other table
	 */
	record AuditedWrite(AuditedTables.Table table, WrittenTable write, boolean alone) {

		/** Of several, the driver's count may be another's. */
		AuditedWrite amongOthers() {
			return new AuditedWrite(this.table, this.write, false);
		}

		/** Whether what the driver counts are these rows; TRUNCATE is not counted. */
		private boolean isCounted(StatementStatistics statement) {
			return this.alone && this.write.operation() == statement.fingerprint().operation()
					&& this.write.operation() != Operation.TRUNCATE;
		}

		private boolean hasEffect(long rows, StatementStatistics statement) {
			return rows != 0 || !isCounted(statement);
		}

		private boolean isIn(AuditRecorder recorder) {
			return recorder.settings().scope().contains(this.table.entity(), this.table.type());
		}

		/** A part of an entity that comes or goes changes it. */
		private ChangeOperation operation() {
			if (!this.table.own()) {
				return ChangeOperation.UPDATE;
			}
			return switch (this.write.operation()) {
				case INSERT -> ChangeOperation.CREATE;
				case DELETE, TRUNCATE -> ChangeOperation.DELETE;
				default -> ChangeOperation.UPDATE;
			};
		}

	}

}
