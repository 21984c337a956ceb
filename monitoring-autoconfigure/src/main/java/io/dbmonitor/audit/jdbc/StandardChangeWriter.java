package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;

/**
 * Writes with what every JDBC driver can do: one insert, and one batch.
 */
final class StandardChangeWriter implements ChangeWriter {

	private static final String CHANGE_SET = """
			insert into dbmonitor_change_set (uuid, changed_at, actor, route, trace_id, transaction_name, instance)
			values (?, ?, ?, ?, ?, ?, ?)
			""";

	private static final String CHANGE = """
			insert into dbmonitor_change (change_set_id, place, entity, entity_id, operation, source, field_changes)
			values (?, ?, ?, ?, ?, ?, ?)
			""";

	@Override
	public boolean supports(Connection connection) {
		return true;
	}

	@Override
	public void write(ChangeSet part, long position, Connection connection) throws SQLException {
		long id = writeChangeSet(part, connection);
		try (PreparedStatement statement = connection.prepareStatement(CHANGE)) {
			long place = position;
			for (Change change : part.changes()) {
				statement.setLong(1, id);
				statement.setLong(2, place++);
				ChangeParameters.set(change, statement, 3);
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

	private static long writeChangeSet(ChangeSet part, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(CHANGE_SET, new String[] { "id" })) {
			ChangeParameters.set(part, statement);
			statement.executeUpdate();
			try (ResultSet keys = statement.getGeneratedKeys()) {
				keys.next();
				return keys.getLong(1);
			}
		}
	}

}
