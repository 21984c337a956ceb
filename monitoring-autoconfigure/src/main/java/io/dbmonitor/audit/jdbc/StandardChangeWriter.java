package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;

/**
 * Writes with what every JDBC driver can do: one insert and one batch, both or none.
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
		Atomic.run(connection, () -> {
			long id = writeChangeSet(part, connection);
			writeChanges(part.changes(), position, id, connection);
		});
	}

	private static void writeChanges(List<Change> changes, long position, long id, Connection connection)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(CHANGE)) {
			long place = position;
			for (Change change : changes) {
				statement.setLong(1, id);
				statement.setLong(2, ChangeParameters.place(place++));
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
