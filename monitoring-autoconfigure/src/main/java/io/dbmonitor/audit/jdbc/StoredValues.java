package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * How a database takes ids and times.
 */
public enum StoredValues {

	/** As types of their own. */
	TYPED {

		@Override
		Object of(UUID id) {
			return id;
		}

		@Override
		Object of(Instant time) {
			return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
		}

		@Override
		UUID id(ResultSet row, int column) throws SQLException {
			return row.getObject(column, UUID.class);
		}

		@Override
		Instant time(ResultSet row, int column) throws SQLException {
			return row.getObject(column, OffsetDateTime.class).toInstant();
		}

	},

	/**
	 * As texts, in UTC: MySQL has no other types that drivers leave as they are, and its
	 * own one cuts a time's fraction off where it takes MariaDB for an old MySQL.
	 */
	PLAIN {

		@Override
		Object of(UUID id) {
			return id.toString();
		}

		@Override
		Object of(Instant time) {
			return MICROS.format(time);
		}

		@Override
		UUID id(ResultSet row, int column) throws SQLException {
			return UUID.fromString(row.getString(column));
		}

		@Override
		Instant time(ResultSet row, int column) throws SQLException {
			return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
		}

	};

	private static final DateTimeFormatter MICROS = DateTimeFormatter
		.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	/**
	 * Find out how a database takes them.
	 * @param connection a connection to it
	 * @return how
	 * @throws SQLException if the connection fails
	 */
	static StoredValues in(Connection connection) throws SQLException {
		return MySqlFamily.contains(connection) ? PLAIN : TYPED;
	}

	abstract Object of(UUID id);

	abstract Object of(Instant time);

	abstract UUID id(ResultSet row, int column) throws SQLException;

	abstract Instant time(ResultSet row, int column) throws SQLException;

}
