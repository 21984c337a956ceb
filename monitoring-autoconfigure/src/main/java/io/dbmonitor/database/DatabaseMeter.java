package io.dbmonitor.database;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of figures that any database can have. What only one kind of database has is
 * documented by an enum of its inspector.
 */
public enum DatabaseMeter implements DocumentedMeter {

	/** Sessions by state. */
	SESSIONS(MeterInfo.gauge("dbmonitor.sessions", "Sessions of clients on the server, by state", "datasource",
			"state")),

	/** Sessions that wait. */
	SESSIONS_WAITING(MeterInfo.gauge("dbmonitor.sessions.waiting",
			"Sessions of clients that wait, by the class of what they wait for; idle ones wait for their client",
			"datasource", "class")),

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

	/** Oldest idle transaction. */
	TRANSACTION_IDLE_OLDEST(MeterInfo.seconds("dbmonitor.transaction.idle.oldest",
			"Age of the oldest open transaction whose session idles, 0 where none does", "datasource")),

	/** Longest wait for a lock. */
	LOCK_WAIT_OLDEST(MeterInfo.seconds("dbmonitor.lock.wait.oldest",
			"How long the session that waits for a lock the longest has waited, 0 where none waits", "datasource")),

	/** Transactions. */
	TRANSACTIONS(MeterInfo.counter("dbmonitor.transactions", "Transactions of the database", "datasource", "outcome")),

	/** Deadlocks. */
	DEADLOCKS(MeterInfo.counter("dbmonitor.deadlocks", "Deadlocks in the database", "datasource")),

	/** Rows. */
	ROWS(MeterInfo.counter("dbmonitor.rows", "Rows that statements fetched or changed in the database", "datasource",
			"operation")),

	/** Size. */
	SIZE(MeterInfo.bytes("dbmonitor.database.size", "Size of the database on disk", "datasource"));

	private final MeterInfo info;

	DatabaseMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
