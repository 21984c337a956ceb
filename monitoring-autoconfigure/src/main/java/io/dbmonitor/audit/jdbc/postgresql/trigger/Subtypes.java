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
 * itself: by the table that has a row of the same key, or where that is gone by what
 * other rows of the same transaction were, or else by the name under which the entity was
 * recorded last. Belongs to one connection.
 */
final class Subtypes {

	/** Of one transaction. */
	private static final int MAX_SEEN = 100_000;

	private final Connection connection;

	private final ChangeSets changeSets;

	private final Map<KeyedTable, String> types = new HashMap<>();

	/** By entity and id: what a transaction made is gone where it deleted it itself. */
	private final Set<String> seen = new LinkedHashSet<>();

	Subtypes(Connection connection, ChangeSets changeSets) {
		this.connection = connection;
		this.changeSets = changeSets;
	}

	/** Remember what entities rows were, at least, as far as there is room. */
	void learn(List<List<SeenChange>> changes) {
		for (List<SeenChange> row : changes) {
			for (SeenChange change : row) {
				if (this.seen.size() < MAX_SEEN && !change.reader().isCollection() && !change.isOfColumns()) {
					this.seen.add(change.change().entity() + "/" + change.change().id());
				}
			}
		}
	}

	/** Forget what was learned. */
	void forget() {
		this.seen.clear();
	}

	/**
	 * Name the entities of changes.
	 * @param changes changes of rows of one table, by row
	 * @param reader reads its rows; what it could not read has the name of the table
	 * @return the same, under the names of their entities, as far as these are audited
	 */
	List<List<SeenChange>> resolve(List<List<SeenChange>> changes, RowReader reader) throws SQLException {
		Set<String> ids = new LinkedHashSet<>();
		changes.forEach((row) -> row.stream()
			.filter((change) -> change.reader() == reader)
			.forEach((change) -> ids.add(change.change().id())));
		if (ids.isEmpty()) {
			return changes;
		}
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
				names.put(id, nameOfGone(id, reader, candidates));
			}
		}
		return changes.stream()
			.map((row) -> row.stream()
				.map((change) -> (change.reader() == reader)
						? change.as(names.getOrDefault(change.change().id(), reader.entity())) : change)
				.filter((change) -> change.reader() != reader || reader.isAudited(change.change().entity()))
				.toList())
			.toList();
	}

	private String nameOfGone(String id, RowReader reader, List<String> candidates) throws SQLException {
		String learned = null;
		for (String candidate : reader.subtypes().keySet()) {
			if (this.seen.contains(candidate + "/" + id)) {
				learned = candidate;
			}
		}
		if (learned != null) {
			return learned;
		}
		String latest = this.changeSets.latestName(candidates, id);
		return (latest != null) ? latest : reader.entity();
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
