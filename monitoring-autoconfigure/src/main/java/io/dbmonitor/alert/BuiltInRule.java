package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The rules that come with the monitor. Their values come from the feature that they are
 * about; where that is switched off, or the database does not tell, they are silent.
 */
public enum BuiltInRule {

	/** The database is down. */
	DATABASE_DOWN(AlertSeverity.CRITICAL, 0, Duration.ofSeconds(30), 0, "1 while the database does not answer"),

	/** The pool is used up. */
	POOL_SATURATED(AlertSeverity.WARNING, 0, Duration.ofMinutes(1), 100_000,
			"Threads that wait for a connection; where the pool does not tell, 1 while all are in use"),

	/** The server accepts hardly any further session. */
	CONNECTIONS_NEAR_MAX(AlertSeverity.WARNING, 0.8, Duration.ofMinutes(2), Limits.ALMOST_ALL,
			"Sessions of clients over how many the server allows"),

	/** Several sessions wait for locks. */
	BLOCKED_SESSIONS(AlertSeverity.WARNING, 2, Duration.ofMinutes(1), 100_000,
			"Sessions that wait for a lock of another session"),

	/** A transaction is open and its session idles. */
	IDLE_IN_TRANSACTION(AlertSeverity.WARNING, 300, Duration.ofSeconds(30), Limits.DAY,
			"Seconds since the oldest transaction began whose session idles"),

	/** A transaction lasts long. */
	LONG_TRANSACTION(AlertSeverity.WARNING, 120, Duration.ZERO, Limits.DAY,
			"Seconds since the oldest open transaction began"),

	/** A statement lasts long. */
	LONG_STATEMENT(AlertSeverity.WARNING, 60, Duration.ZERO, Limits.DAY,
			"Seconds since the oldest running statement began"),

	/** Somebody waits long for a lock. */
	LOCK_WAIT(AlertSeverity.WARNING, 60, Duration.ZERO, Limits.DAY,
			"Seconds that the session that waits for a lock the longest has waited"),

	/** Transactions lock each other. */
	DEADLOCKS(AlertSeverity.WARNING, 5, Duration.ZERO, Limits.MANY, "Deadlocks within the window"),

	/** Many transactions are rolled back. */
	ROLLBACK_RATIO(AlertSeverity.WARNING, 0.1, Duration.ofMinutes(1), Limits.ALMOST_ALL,
			"Transactions within the window that were rolled back, over all; 0 below a hundred"),

	/** Many statements fail. */
	ERROR_RATIO(AlertSeverity.WARNING, 0.05, Duration.ofMinutes(1), Limits.ALMOST_ALL,
			"Executions within the window that failed, over all; 0 below a hundred"),

	/** Statements take longer than they usually do. */
	SLOWER_THAN_USUAL(AlertSeverity.WARNING, 0.01, Duration.ofMinutes(1), Limits.ALMOST_ALL,
			"Executions within the window that took ten times as long as the statement usually does, and 100 ms or more, over all; 0 below a hundred"),

	/** An N+1 where it counts. */
	N_PLUS_ONE(AlertSeverity.INFO, 1500, Duration.ofMinutes(1), Limits.MANY,
			"Units of work with an N+1 within the window, 1,500 in five minutes being five a second"),

	/** A connection was forgotten. */
	SUSPECTED_LEAK(AlertSeverity.WARNING, 0, Duration.ZERO, 100_000,
			"Connections that are held by a thread that has gone on to something else"),

	/** A standby is behind. */
	REPLICATION_LAG(AlertSeverity.WARNING, 5, Duration.ofSeconds(30), Limits.DAY,
			"Seconds that the standby that is furthest behind is behind"),

	/** Nobody reads from a replication slot. */
	SLOT_INACTIVE(AlertSeverity.WARNING, 0, Duration.ofMinutes(1), 100_000, "Replication slots that nobody reads from"),

	/** A replication slot keeps much. */
	SLOT_RETAINED(AlertSeverity.WARNING, 10_737_418_240.0, Duration.ofMinutes(1), 1e15,
			"Bytes of write-ahead log kept for the replication slot that is furthest behind"),

	/** The ids of transactions run out. */
	XID_AGE(AlertSeverity.CRITICAL, 1_000_000_000, Duration.ZERO, 2_000_000_000,
			"Transactions since the oldest id that is not frozen"),

	/** The values of a sequence run out. */
	SEQUENCE_USED(AlertSeverity.WARNING, 0.9, Duration.ZERO, Limits.ALMOST_ALL,
			"How much of its values the sequence has used that is the nearest to its end"),

	/** An index is kept up to date for nothing. */
	INVALID_INDEX(AlertSeverity.WARNING, 0, Duration.ofHours(6), 100_000,
			"Indexes that are not valid, as they also are while they are built concurrently"),

	/** Vacuum does not keep up. */
	DEAD_ROWS(AlertSeverity.WARNING, 0, Duration.ofHours(1), 100_000,
			"Tables in which more than 10,000 rows, and twice as many as autovacuum begins at, wait to be removed"),

	/** Somebody writes past the application. */
	AUDIT_BYPASSED(AlertSeverity.WARNING, 0, Duration.ZERO, Limits.MANY,
			"Changes within the window that triggers saw and no transaction of the application owns"),

	/** What triggers record does not come into the history. */
	AUDIT_UNJOINED(AlertSeverity.WARNING, 120, Duration.ofMinutes(1), Limits.DAY,
			"Seconds since the oldest record of triggers was written that is not joined yet"),

	/** Nobody would know of tampering. */
	AUDIT_SEAL_FAILED(AlertSeverity.WARNING, 0, Duration.ofMinutes(1), 0,
			"1 while change sets cannot be sealed, or the last verification came to no end"),

	/** Somebody changed what was recorded. */
	AUDIT_TAMPERED(AlertSeverity.CRITICAL, 0, Duration.ZERO, 0,
			"1 while the last verification found a record that is not as it was sealed"),

	/** Changes are not recorded. */
	AUDIT_FAILURES(AlertSeverity.CRITICAL, 0, Duration.ZERO, Limits.MANY,
			"Changes within the window that could not be recorded or written");

	private final AlertSettings settings;

	private final double maxLimit;

	private final String value;

	BuiltInRule(AlertSeverity severity, double limit, Duration duration, double maxLimit, String value) {
		this.settings = new AlertSettings(severity, Threshold.above(limit), duration);
		this.maxLimit = maxLimit;
		this.value = value;
	}

	/**
	 * Return the name that properties and alerts use.
	 * @return the name in lower case, with hyphens
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return when it fires by default.
	 * @return the settings
	 */
	public AlertSettings settings() {
		return this.settings;
	}

	/**
	 * Return the largest limit that makes sense.
	 * @return the limit; the smallest is 0
	 */
	public double maxLimit() {
		return this.maxLimit;
	}

	/**
	 * Return what the value is that the limit is for.
	 * @return a sentence without its full stop
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Return what there has to be for the rule to know its value.
	 * @return a few words
	 */
	public String needs() {
		return switch (this) {
			case ERROR_RATIO, SLOWER_THAN_USUAL, N_PLUS_ONE, SUSPECTED_LEAK -> "any database";
			case POOL_SATURATED -> "a connection pool";
			case AUDIT_FAILURES -> "the audit";
			case AUDIT_BYPASSED, AUDIT_UNJOINED -> "PostgreSQL, `dbmonitor.audit.triggers.enabled`";
			case AUDIT_TAMPERED, AUDIT_SEAL_FAILED -> "PostgreSQL, `dbmonitor.audit.jdbc.seal.enabled`";
			case REPLICATION_LAG -> "PostgreSQL with a standby";
			default -> "PostgreSQL";
		};
	}

	AlertRule reads(Function<Instant, List<AlertReading>> readings) {
		return AlertRule.of(id(), this.settings, readings);
	}

	private static final class Limits {

		static final double DAY = 86_400;

		static final double MANY = 1e9;

		/** It fires above, and nothing is above one. */
		static final double ALMOST_ALL = 0.99;

	}

}
