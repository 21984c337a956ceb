package io.dbmonitor.database.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.dbmonitor.database.question.Interview;

/**
 * Asks MariaDB or MySQL. What is asked holds no lock of a table, so no transaction is
 * needed.
 */
final class MySqlInterview extends Interview {

	private final Variant variant;

	MySqlInterview(Connection connection, Duration timeout, Variant variant) {
		super(connection, timeout);
		this.variant = variant;
	}

	@Override
	protected void prepare() throws SQLException {
		execute(this.variant.limits(Math.max(1, millisLeft())));
	}

	/** A statement that fails leaves nothing behind, unless the connection is gone. */
	@Override
	protected void recover() throws SQLException {
		execute("do 0");
	}

}
