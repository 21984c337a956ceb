package io.dbmonitor.database.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where MariaDB and MySQL have gone different ways.
 */
enum Variant {

	/** MariaDB. */
	MARIADB("MariaDB", "information_schema.global_status", "time_ms / 1000", "Rows_read", "Handler_write",
			"Handler_update", "Handler_delete", "show all replicas status", """
					select r.trx_mysql_thread_id as waiting, b.trx_mysql_thread_id as blocking, l.lock_mode as mode,
						l.lock_table as relation
					from information_schema.innodb_lock_waits w
						join information_schema.innodb_trx r on r.trx_id = w.requesting_trx_id
						join information_schema.innodb_trx b on b.trx_id = w.blocking_trx_id
						join information_schema.innodb_locks l on l.lock_id = w.requested_lock_id
					"""),

	/** MySQL. */
	MYSQL("MySQL", "performance_schema.global_status", "time", "Innodb_rows_read", "Innodb_rows_inserted",
			"Innodb_rows_updated", "Innodb_rows_deleted", "show replica status", """
					select waiting_pid as waiting, blocking_pid as blocking, waiting_lock_mode as mode,
						locked_table as relation
					from sys.x$innodb_lock_waits
					""");

	private final String product;

	private final String status;

	private final String sessionSeconds;

	private final String rowsRead;

	private final String rowsInserted;

	private final String rowsUpdated;

	private final String rowsDeleted;

	private final String replicaStatus;

	private final String lockWaits;

	Variant(String product, String status, String sessionSeconds, String rowsRead, String rowsInserted,
			String rowsUpdated, String rowsDeleted, String replicaStatus, String lockWaits) {
		this.product = product;
		this.status = status;
		this.sessionSeconds = sessionSeconds;
		this.rowsRead = rowsRead;
		this.rowsInserted = rowsInserted;
		this.rowsUpdated = rowsUpdated;
		this.rowsDeleted = rowsDeleted;
		this.replicaStatus = replicaStatus;
		this.lockWaits = lockWaits;
	}

	/**
	 * Find out which server answers: either's driver leads to both.
	 * @param connection a connection to it
	 * @return the variant
	 * @throws SQLException if the connection is gone
	 */
	static Variant of(Connection connection) throws SQLException {
		return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB") ? MARIADB : MYSQL;
	}

	String product() {
		return this.product;
	}

	/**
	 * Both read the clock when the statement begins, so the difference does not vary.
	 */
	String startedAt() {
		return "select unix_timestamp() - variable_value from " + this.status + " where variable_name = 'Uptime'";
	}

	/** How long a session does what it does. */
	String sessionSeconds() {
		return this.sessionSeconds;
	}

	String rowsRead() {
		return this.rowsRead;
	}

	String rowsInserted() {
		return this.rowsInserted;
	}

	String rowsUpdated() {
		return this.rowsUpdated;
	}

	String rowsDeleted() {
		return this.rowsDeleted;
	}

	/** How each source is followed. MySQL before 8.0.22 has other words for it. */
	String replicaStatus() {
		return this.replicaStatus;
	}

	/** Who waits for a lock of InnoDB, and for whom. */
	String lockWaits() {
		return this.lockWaits;
	}

	/**
	 * Return what lets the statements to come wait no longer, and read the times of
	 * transactions, which are the server's local ones.
	 * @param millis how long
	 * @return a statement
	 */
	String limits(long millis) {
		String limit = switch (this) {
			case MARIADB -> "max_statement_time = " + millis / 1e3;
			// Kept figures of tables would be a day old
			case MYSQL -> "max_execution_time = " + millis + ", information_schema_stats_expiry = 0";
		};
		return "set session time_zone = 'SYSTEM', lock_wait_timeout = 1, " + limit;
	}

}
