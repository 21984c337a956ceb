package io.dbmonitor.database.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.dbmonitor.database.question.Interview;

/**
 * Asks PostgreSQL, in transactions that go on whatever the answer to one question.
 */
final class PostgresInterview extends Interview {

	private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

	private final Connection connection;

	PostgresInterview(Connection connection, Duration timeout) {
		super(connection, timeout);
		this.connection = connection;
	}

	/**
	 * Begin a transaction, whose statements take no longer than what is left.
	 * @throws SQLException if the server does not answer
	 */
	void begin() throws SQLException {
		this.connection.setAutoCommit(false);
		execute(timeouts());
	}

	/** One string is one round trip. */
	@Override
	protected void prepare() throws SQLException {
		execute("savepoint asked; " + timeouts());
	}

	@Override
	protected void recover() throws SQLException {
		execute("rollback to savepoint asked");
	}

	/**
	 * End the transaction.
	 * @throws SQLException if the connection is gone
	 */
	void end() throws SQLException {
		this.connection.commit();
	}

	/** Start-up parameters would not pass every connection pooler. */
	private String timeouts() {
		return "set local statement_timeout = " + Math.max(1, millisLeft()) + "; set local lock_timeout = "
				+ LOCK_TIMEOUT.toMillis();
	}

}
