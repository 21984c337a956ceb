package io.dbmonitor.database.question;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What may be null in a row.
 */
public final class Rows {

	private Rows() {
	}

	/**
	 * Read a time.
	 * @param row the row
	 * @param column the column
	 * @return the time
	 * @throws SQLException if it cannot be read
	 */
	public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		Timestamp timestamp = row.getTimestamp(column);
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

	/**
	 * Read a number.
	 * @param row the row
	 * @param column the column
	 * @return the number
	 * @throws SQLException if it cannot be read
	 */
	public static @Nullable Long number(ResultSet row, String column) throws SQLException {
		long number = row.getLong(column);
		return row.wasNull() ? null : number;
	}

	/**
	 * Read a duration. Clocks are read at several moments, so what has just begun can
	 * seem to lie ahead.
	 * @param row the row
	 * @param column the column, which holds seconds
	 * @return seconds, not below 0
	 * @throws SQLException if it cannot be read
	 */
	public static @Nullable Double seconds(ResultSet row, String column) throws SQLException {
		double seconds = row.getDouble(column);
		return row.wasNull() ? null : Math.max(0, seconds);
	}

}
