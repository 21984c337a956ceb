package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

import io.dbmonitor.audit.DatabaseSession;

/**
 * A committed transaction whose rows triggers recorded.
 *
 * @param id its id, {@code xid8}
 * @param at when it began, by the server's clock. Ids begin anew in a restored database,
 * so only both together tell one from another
 * @param lastWrite the id of its last write
 * @param pid the backend that executed it
 * @param old whether all that the application tells of it should be there by now
 * @param session who executed it
 * @param reordered whether rows were deleted before others were updated, so that they can
 * be the same ones
 */
record WrittenTransaction(String id, OffsetDateTime at, long lastWrite, int pid, boolean old, DatabaseSession session,
		boolean reordered) {

	static WrittenTransaction of(ResultSet row) throws SQLException {
		return new WrittenTransaction(row.getString(1), row.getObject(2, OffsetDateTime.class), row.getLong(3),
				row.getInt(4), row.getBoolean(5),
				new DatabaseSession(row.getString(6), row.getString(7), row.getString(8)), row.getBoolean(9));
	}

	Instant time() {
		return this.at.toInstant();
	}

}
