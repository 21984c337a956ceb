package io.dbmonitor.database.mysql;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters that only MariaDB and MySQL have.
 */
public enum MySqlMeter implements DocumentedMeter {

	/** Pages. */
	PAGES(MeterInfo.counter("dbmonitor.mysql.pages",
			"Requests for pages of InnoDB, found in the buffer pool or read from disk", "datasource", "source")),

	/** Waits for rows. */
	ROW_LOCK_WAITS(MeterInfo.counter("dbmonitor.mysql.row.lock.waits",
			"How often a statement had to wait for the lock of a row", "datasource")),

	/** Temporary tables. */
	TEMP_TABLES(MeterInfo.counter("dbmonitor.mysql.temp.tables",
			"Temporary tables that statements had made on disk because memory did not suffice", "datasource")),

	/** What is not purged. */
	HISTORY_LENGTH(MeterInfo.gauge("dbmonitor.mysql.history.length",
			"Transactions whose old rows are not purged yet, since an open transaction may need them or purging"
					+ " cannot keep up",
			"datasource")),

	/** Replication lag. */
	REPLICATION_LAG(MeterInfo.seconds("dbmonitor.mysql.replication.lag",
			"How long the server is behind what it replicates, 0 where it is no replica", "datasource")),

	/** Use of generated numbers. */
	AUTO_INCREMENT_USED(MeterInfo.gauge("dbmonitor.mysql.auto.increment.used",
			"How much of its values the AUTO_INCREMENT column has used that is the nearest to its end, 0 to 1",
			"datasource")),

	/** Problems of indexes. */
	INDEXES(MeterInfo.gauge("dbmonitor.mysql.indexes", "Indexes with a problem, and tables that lack a primary key",
			"datasource", "problem"));

	private final MeterInfo info;

	MySqlMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
