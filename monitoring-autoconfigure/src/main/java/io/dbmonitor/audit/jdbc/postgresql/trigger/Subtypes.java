package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.dbmonitor.audit.RowReader;
import io.dbmonitor.audit.RowReader.KeyedTable;

/**
 * Finds out which entity a row of a hierarchy belongs to, where it does not say so
 * itself: by the table that has a row of the same key, or where that is gone by the name
 * under which the entity was recorded last. Belongs to one connection.
 */
final class Subtypes {

	private final Connection connection;

	private final ChangeSets changeSets;

	private final Map<KeyedTable, String> types = new HashMap<>();

	Subtypes(Connection connection, ChangeSets changeSets) {
		this.connection = connection;
		this.changeSets = changeSets;
	}

	/**
	 * Name the entities of changes.
	 * @param changes changes of rows of one table, by row
	 * @return the same, under the names of their entities, as far as these are audited
	 */
	List<List<SeenChange>> resolve(List<List<SeenChange>> changes) throws SQLException {
		SeenChange first = changes.stream().flatMap(List::stream).findFirst().orElse(null);
		if (first == null || first.reader().subtypes().isEmpty()) {
			return changes;
		}
		RowReader reader = first.reader();
		Set<String> ids = new LinkedHashSet<>();
		changes.forEach((row) -> row.forEach((change) -> ids.add(change.change().id())));
		Map<String, String> names = new HashMap<>();
		for (Map.Entry<String, KeyedTable> subtype : reader.subtypes().entrySet()) {
			// Of several that have the key, the most special one comes last
			for (String id : existing(ids, subtype.getValue())) {
				names.put(id, subtype.getKey());
			}
		}
		List<String> candidates = new ArrayList<>(reader.subtypes().keySet());
		candidates.add(reader.entity());
		for (String id : ids) {
			if (!names.containsKey(id)) {
				String latest = this.changeSets.latestName(candidates, id);
				names.put(id, (latest != null) ? latest : reader.entity());
			}
		}
		return changes.stream()
			.map((row) -> row.stream()
				.map((change) -> change.as(names.getOrDefault(change.change().id(), reader.entity())))
				.filter((change) -> reader.isAudited(change.change().entity()))
				.toList())
			.toList();
	}

	/** So that an index on the key can be used. */
	private String type(KeyedTable table) throws SQLException {
		String known = this.types.get(table);
		if (known != null) {
			return known;
		}
		try (PreparedStatement statement = this.connection.prepareStatement("select format_type(a.atttypid, -1) from "
				+ "pg_attribute a where a.attrelid = to_regclass(?) and quote_ident(a.attname) = ?")) {
			statement.setString(1, table.table());
			statement.setString(2, table.column());
			try (ResultSet row = statement.executeQuery()) {
				String type = row.next() ? row.getString(1) : "text";
				this.types.put(table, type);
				return type;
			}
		}
	}

	private List<String> existing(Set<String> ids, KeyedTable table) throws SQLException {
		List<String> existing = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement("select " + table.column() + "::text from "
				+ table.table() + " where " + table.column() + " = any (?::text[]::" + type(table) + "[])"
				+ ((table.condition() != null) ? " and " + table.condition() : ""))) {
			statement.setArray(1, this.connection.createArrayOf("text", ids.toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					existing.add(row.getString(1));
				}
			}
		}
		return existing;
	}

}
