package io.dbmonitor.database.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of the database's state.
 */
public enum DatabaseMeter implements DocumentedMeter {

	/** Reachable. */
	UP(MeterInfo.gauge("dbmonitor.database.up", "Whether the last sample succeeded, 1 or 0", "datasource")),

	/** Age of the sample. */
	SAMPLE_AGE(MeterInfo.seconds("dbmonitor.database.sample.age",
			"How long ago the last sample that succeeded was taken", "datasource")),

	/** Duration of samples. */
	SAMPLE_DURATION(MeterInfo.timer("dbmonitor.database.sample.duration", "How long samples took", "datasource")),

	/** Sessions by state. */
	SESSIONS(MeterInfo.gauge("dbmonitor.sessions", "Sessions of clients on the server, by state", "datasource",
			"state")),

	/** Limit of sessions. */
	SESSIONS_MAX(MeterInfo.gauge("dbmonitor.sessions.max", "How many sessions the server allows", "datasource")),

	/** Blocked sessions. */
	SESSIONS_BLOCKED(MeterInfo.gauge("dbmonitor.sessions.blocked", "Sessions that wait for a lock of another session",
			"datasource")),

	/** Oldest statement. */
	QUERY_OLDEST(MeterInfo.seconds("dbmonitor.query.oldest", "Age of the oldest running statement, 0 where none runs",
			"datasource")),

	/** Oldest transaction. */
	TRANSACTION_OLDEST(MeterInfo.seconds("dbmonitor.transaction.oldest",
			"Age of the oldest open transaction, 0 where none is open", "datasource")),

	/** Transactions. */
	TRANSACTIONS(MeterInfo.counter("dbmonitor.transactions", "Transactions of the database", "datasource", "outcome")),

	/** Deadlocks. */
	DEADLOCKS(MeterInfo.counter("dbmonitor.deadlocks", "Deadlocks in the database", "datasource")),

	/** Rows. */
	ROWS(MeterInfo.counter("dbmonitor.rows", "Rows that statements fetched or changed in the database", "datasource",
			"operation"));

	private final MeterInfo info;

	DatabaseMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
