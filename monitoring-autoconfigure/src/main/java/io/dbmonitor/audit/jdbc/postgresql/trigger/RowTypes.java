package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types that the columns of tables have now. Belongs to one connection.
 */
final class RowTypes {

	private static final String COLUMNS = """
			select a.attname, format_type(a.atttypid, -1), quote_ident(a.attname),
				exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary
					and a.attnum = any ((i.indkey::smallint[])[0:i.indnkeyatts - 1]))
			from pg_attribute a
			where a.attrelid = %s and a.attnum > 0 and not a.attisdropped
			order by a.attnum
			""";

	private final Connection connection;

	private final Map<Long, RowType> known = new HashMap<>();

	RowTypes(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Find the columns of a table, or of the one that has taken its place.
	 * @param oid the table's oid
	 * @param name its qualified name
	 * @return the columns, none where there is no such table any more
	 */
	RowType of(long oid, String name) throws SQLException {
		RowType type = this.known.get(oid);
		if (type == null) {
			type = read("?::oid", String.valueOf(oid));
			type = type.columns().isEmpty() ? read("to_regclass(?)", name) : type;
			this.known.put(oid, type);
		}
		return type;
	}

	private RowType read(String expression, String table) throws SQLException {
		Map<String, Column> columns = new LinkedHashMap<>();
		List<String> key = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(COLUMNS.formatted(expression))) {
			statement.setString(1, table);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					columns.put(row.getString(1), new Column(row.getString(2), row.getString(3)));
					if (row.getBoolean(4)) {
						key.add(row.getString(1));
					}
				}
			}
		}
		return new RowType(columns, key);
	}

	/**
	 * The type of a table's rows.
	 *
	 * @param columns its columns by name
	 * @param key the columns of its primary key
	 */
	record RowType(Map<String, Column> columns, List<String> key) {
	}

	/**
	 * A column.
	 *
	 * @param type the name of its type
	 * @param quoted its own name, quoted where need be
	 */
	record Column(String type, String quoted) {
	}

}
