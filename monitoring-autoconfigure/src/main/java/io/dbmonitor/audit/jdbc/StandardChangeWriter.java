package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;

/**
 * Writes with what every JDBC driver can do: one insert for the change set and some for
 * its changes, all or none.
 */
final class StandardChangeWriter implements ChangeWriter {

	private static final String CHANGE_SET = """
			insert into dbmonitor_change_set (uuid, changed_at, actor, route, trace_id, transaction_name, instance)
			values (?, ?, ?, ?, ?, ?, ?)
			""";

	private static final String CHANGES = """
			insert into dbmonitor_change (change_set_id, place, entity, entity_id, operation, source, field_changes)
			values %s
			""";

	private static final String CHANGE = "(?, ?, ?, ?, ?, ?, ?)";

	/** A statement with several rows saves as many trips to the server. */
	private static final int ROWS = 100;

	/**
	 * In characters: servers limit what they take at once, MariaDB to 16 MB by default.
	 */
	private static final int LENGTH = 500_000;

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
		List<List<String>> rows = new ArrayList<>();
		long place = position;
		int length = 0;
		for (Change change : changes) {
			List<String> columns = ChangeParameters.columns(change);
			rows.add(columns);
			length += columns.stream().mapToInt(String::length).sum();
			if (rows.size() == ROWS || length >= LENGTH) {
				writeRows(rows, place, id, connection);
				place += rows.size();
				rows.clear();
				length = 0;
			}
		}
		if (!rows.isEmpty()) {
			writeRows(rows, place, id, connection);
		}
	}

	private static void writeRows(List<List<String>> rows, long position, long id, Connection connection)
			throws SQLException {
		String sql = CHANGES.formatted(String.join(", ", Collections.nCopies(rows.size(), CHANGE)));
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			long place = position;
			int parameter = 1;
			for (List<String> columns : rows) {
				statement.setLong(parameter++, id);
				statement.setLong(parameter++, ChangeParameters.place(place++));
				for (String column : columns) {
					statement.setString(parameter++, column);
				}
			}
			statement.executeUpdate();
		}
	}

	private static long writeChangeSet(ChangeSet part, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(CHANGE_SET, new String[] { "id" })) {
			ChangeParameters.set(part, StoredValues.in(connection), statement);
			statement.executeUpdate();
			try (ResultSet keys = statement.getGeneratedKeys()) {
				keys.next();
				return keys.getLong(1);
			}
		}
	}

}
