package io.dbmonitor.database.postgresql;

import io.dbmonitor.database.question.Rows;
import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of figures that PostgreSQL alone has.
 */
public enum PostgresMeter implements DocumentedMeter {

	/** Locks. */
	LOCKS(MeterInfo.gauge("dbmonitor.postgres.locks",
			"Locks on the server that are held or waited for, without the monitor's own", "datasource", "mode",
			"granted")),

	/** Blocks. */
	BLOCKS(MeterInfo.counter("dbmonitor.postgres.blocks",
			"Blocks of the database that were found in shared memory or read from disk", "datasource", "source")),

	/** Temporary files. */
	TEMP_FILES(MeterInfo.counter("dbmonitor.postgres.temp.files",
			"Temporary files that statements of the database wrote because their memory did not suffice",
			"datasource")),

	/** Bytes in temporary files. */
	TEMP_WRITTEN(MeterInfo.byteCounter("dbmonitor.postgres.temp.written",
			"What statements of the database wrote to temporary files", "datasource")),

	/** Write-ahead log. */
	WAL_GENERATED(MeterInfo.byteCounter("dbmonitor.postgres.wal.generated", "Write-ahead log that the server generated",
			"datasource")),

	/** Checkpoints. */
	CHECKPOINTS(MeterInfo.counter("dbmonitor.postgres.checkpoints",
			"Checkpoints, on a standby restart points, because of the time or requested", "datasource", "type")),

	/** Buffers that were written. */
	BUFFERS_WRITTEN(MeterInfo.counter("dbmonitor.postgres.buffers.written",
			"Buffers that were written to disk, by the kind of process", "datasource", "by")),

	/** Age of the oldest transaction that anything still needs. */
	XMIN_AGE(MeterInfo.gauge("dbmonitor.postgres.xmin.age",
			"Transactions since the oldest one whose rows a session, a replication slot or a prepared transaction"
					+ " keeps vacuum from removing",
			"datasource")),

	/** Autovacuum workers. */
	AUTOVACUUM_RUNNING(
			MeterInfo.gauge("dbmonitor.postgres.autovacuum.running", "Autovacuum workers that run", "datasource")),

	/** Replication lag in time. */
	REPLICATION_LAG(MeterInfo.seconds("dbmonitor.postgres.replication.lag",
			"How long the standby that is furthest behind is behind, on a standby also the server itself; 0 where there is none",
			"datasource")),

	/** Replication lag in bytes. */
	REPLICATION_LAG_BYTES(MeterInfo.bytes("dbmonitor.postgres.replication.lag.bytes",
			"Write-ahead log that the standby that is furthest behind has not replayed, on a standby also the server itself; 0 where there is none",
			"datasource")),

	/** Write-ahead log that slots retain. */
	SLOT_RETAINED(MeterInfo.bytes("dbmonitor.postgres.slot.retained",
			"Write-ahead log kept for the replication slot that is furthest behind, 0 where there is none",
			"datasource")),

	/** Replication slots without a reader. */
	SLOTS_INACTIVE(MeterInfo.gauge("dbmonitor.postgres.slots.inactive", "Replication slots that nobody reads from",
			"datasource")),

	/** Failures of the archiver. */
	ARCHIVE_FAILURES(MeterInfo.counter("dbmonitor.postgres.archive.failures",
			"Failed attempts to archive a file of the write-ahead log", "datasource")),

	/** Age of transaction ids. */
	XID_AGE(MeterInfo.gauge("dbmonitor.postgres.xid.age",
			"Transactions since the oldest id that is not frozen, of the database where that is the most; at two billion"
					+ " the server stops",
			"datasource")),

	/** Dead rows. */
	ROWS_DEAD(MeterInfo.gauge("dbmonitor.postgres.rows.dead",
			"Rows of the database's tables that wait to be removed by vacuum, estimated", "datasource")),

	/** Tables with dead rows. */
	TABLES_DEAD(MeterInfo.gauge("dbmonitor.postgres.tables.dead",
			"Tables in which more than 10,000 rows, and twice as many as autovacuum begins at, wait to be removed by vacuum",
			"datasource")),

	/** Problems of indexes. */
	INDEXES(MeterInfo.gauge("dbmonitor.postgres.indexes", "Indexes with a problem, and tables that lack a primary key",
			"datasource", "problem")),

	/** Use of sequences. */
	SEQUENCE_USED(MeterInfo.gauge("dbmonitor.postgres.sequence.used",
			"How much of its values the sequence has used that is the nearest to its end, 0 to 1", "datasource"));

	private final MeterInfo info;

	PostgresMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
