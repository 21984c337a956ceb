package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.RowReader;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.audit.jdbc.postgresql.trigger.RowTypes.Column;
import io.dbmonitor.audit.jdbc.postgresql.trigger.RowTypes.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of recorded rows: has the database give the texts of their columns the
 * types that these have now, and reads them as the mapper reads rows. Belongs to one
 * connection, which is not in auto-commit mode.
 */
final class RowChanges {

	private final Connection connection;

	private final LongFunction<List<RowReader>> readers;

	private final AuditSettings settings;

	private final RowTypes types;

	private final Subtypes subtypes;

	/**
	 * Make a converter.
	 * @param connection converts
	 * @param readers by the oids of tables
	 * @param changeSets what was recorded before
	 * @param settings what is kept of values
	 */
	RowChanges(Connection connection, LongFunction<List<RowReader>> readers, ChangeSets changeSets,
			AuditSettings settings) {
		this.settings = settings;
		this.connection = connection;
		this.readers = readers;
		this.types = new RowTypes(connection);
		this.subtypes = new Subtypes(connection, changeSets);
	}

	/**
	 * Make changes.
	 * @param recorded rows of any tables
	 * @return the changes, in order, without those of what is not audited
	 * @throws SQLException if the connection fails
	 */
	List<SeenChange> of(List<RecordedRow> recorded) throws SQLException {
		List<RecordedRow> rows = new ArrayList<>();
		for (RecordedRow row : recorded) {
			rows.addAll(row.apart(this.types.of(row.oid(), row.table()).key()));
		}
		Map<RecordedRow.Kind, List<Integer>> alike = new LinkedHashMap<>();
		for (int i = 0; i < rows.size(); i++) {
			alike.computeIfAbsent(rows.get(i).kind(), (kind) -> new ArrayList<>()).add(i);
		}
		List<Converted> converted = new ArrayList<>();
		for (List<Integer> places : alike.values()) {
			List<RecordedRow> ofOneTable = places.stream().map(rows::get).toList();
			for (RowReader reader : this.readers.apply(ofOneTable.get(0).oid())) {
				converted.add(new Converted(places, ofOneTable, reader, converted(ofOneTable, reader)));
			}
		}
		// One table can tell of what another one has a row
		converted.forEach((some) -> this.subtypes.learn(some.changes));
		List<List<SeenChange>> changes = new ArrayList<>();
		rows.forEach((row) -> changes.add(new ArrayList<>()));
		for (Converted some : converted) {
			List<List<SeenChange>> resolved = resolved(some);
			for (int i = 0; i < resolved.size(); i++) {
				changes.get(some.places.get(i)).addAll(resolved.get(i));
			}
		}
		return changes.stream().flatMap(List::stream).toList();
	}

	/** Forget what was learned of one transaction. */
	void forget() {
		this.subtypes.forget();
	}

	private List<List<SeenChange>> resolved(Converted converted) throws SQLException {
		if (converted.reader.subtypes().isEmpty() || converted.rows.get(0).isTruncation()) {
			return converted.changes;
		}
		Savepoint before = this.connection.setSavepoint();
		try {
			List<List<SeenChange>> resolved = this.subtypes.resolve(converted.changes, converted.reader);
			this.connection.releaseSavepoint(before);
			return resolved;
		}
		catch (SQLException | RuntimeException ex) {
			// A table of the hierarchy is gone
			this.connection.rollback(before);
			RecordedRow first = converted.rows.get(0);
			return plain(converted.rows, this.types.of(first.oid(), first.table()), converted.reader);
		}
	}

	private List<List<SeenChange>> converted(List<RecordedRow> rows, RowReader reader) throws SQLException {
		RecordedRow first = rows.get(0);
		if (first.isTruncation()) {
			Change change = reader.truncation(new StatementWrite(first.table(), null, null, null, true));
			return Collections.nCopies(rows.size(), List.of(new SeenChange(change, ChangeOperation.DELETE, reader)));
		}
		RowType type = this.types.of(first.oid(), first.table());
		return (reader instanceof PlainRows plain) ? converted(rows, type, plain.keyed(type.key()))
				: converted(rows, type, reader);
	}

	private List<List<SeenChange>> converted(List<RecordedRow> rows, RowType type, RowReader reader)
			throws SQLException {
		Savepoint before = this.connection.setSavepoint();
		try {
			List<List<SeenChange>> changes = typed(rows, type, reader);
			this.connection.releaseSavepoint(before);
			return changes;
		}
		catch (SQLException | RuntimeException ex) {
			// A column has another type since, or the mapper cannot read what it would
			// not write
			this.connection.rollback(before);
			return (rows.size() == 1) ? plain(rows, type, reader) : oneByOne(rows, type, reader);
		}
	}

	/** So that the others do not suffer for one. */
	private List<List<SeenChange>> oneByOne(List<RecordedRow> rows, RowType type, RowReader reader)
			throws SQLException {
		List<List<SeenChange>> changes = new ArrayList<>();
		for (RecordedRow row : rows) {
			changes.addAll(converted(List.of(row), type, reader));
		}
		return changes;
	}

	private List<List<SeenChange>> typed(List<RecordedRow> rows, RowType type, RowReader reader) throws SQLException {
		List<List<@Nullable String>> texts = new ArrayList<>();
		for (RecordedRow row : rows) {
			if (row.before() != null) {
				texts.add(CompositeText.columns(row.before()));
			}
			if (row.after() != null) {
				texts.add(CompositeText.columns(row.after()));
			}
		}
		List<String> columns = rows.get(0).columns();
		List<Integer> known = new ArrayList<>();
		for (int i = 0; i < columns.size(); i++) {
			if (type.columns().containsKey(columns.get(i))) {
				known.add(i);
			}
		}
		if (known.isEmpty()) {
			return plain(rows, type, reader);
		}
		try (PreparedStatement statement = this.connection.prepareStatement(sql(columns, known, type))) {
			int parameter = 1;
			for (int column : known) {
				statement.setArray(parameter++, this.connection.createArrayOf("text",
						texts.stream().map((row) -> row.get(column)).toArray(String[]::new)));
			}
			try (ResultSet row = statement.executeQuery()) {
				return changes(rows, row, reader);
			}
		}
	}

	private static String sql(List<String> columns, List<Integer> known, RowType type) {
		List<String> values = new ArrayList<>();
		List<String> arrays = new ArrayList<>();
		List<String> names = new ArrayList<>();
		for (int column : known) {
			Column target = type.columns().getOrDefault(columns.get(column), new Column("text", "c"));
			String name = "c" + column;
			values.add(name + "::" + target.type() + " as " + target.quoted());
			arrays.add("?::text[]");
			names.add(name);
		}
		return "select " + String.join(", ", values) + " from unnest(" + String.join(", ", arrays)
				+ ") with ordinality as t(" + String.join(", ", names) + ", place) order by t.place";
	}

	private static List<List<SeenChange>> changes(List<RecordedRow> rows, ResultSet result, RowReader reader)
			throws SQLException {
		List<List<SeenChange>> changes = new ArrayList<>();
		for (RecordedRow row : rows) {
			RowReader.Row before = (row.before() != null) ? next(result, reader) : null;
			RowReader.Row after = (row.after() != null) ? next(result, reader) : null;
			changes.add(seen(reader.changes(before, after), row, reader));
		}
		return changes;
	}

	private static RowReader.Row next(ResultSet result, RowReader reader) throws SQLException {
		result.next();
		return reader.read(result);
	}

	/** As texts, under the names of columns. */
	private List<List<SeenChange>> plain(List<RecordedRow> rows, RowType type, RowReader reader) {
		PlainRows plain = ((reader instanceof PlainRows known) ? known
				: PlainRows.of(reader, rows.get(0).table(), this.settings))
			.keyed(type.key());
		List<List<SeenChange>> changes = new ArrayList<>();
		for (RecordedRow row : rows) {
			changes.add(seen(plain.changes(texts(row, row.before()), texts(row, row.after())), row, plain));
		}
		return changes;
	}

	private static List<SeenChange> seen(List<Change> changes, RecordedRow row, RowReader reader) {
		return changes.stream().map((change) -> new SeenChange(change, row.change(), reader)).toList();
	}

	private static RowReader.@Nullable Row texts(RecordedRow row, @Nullable String text) {
		return (text != null) ? PlainRows.row(row.columns(), CompositeText.columns(text)) : null;
	}

	/**
	 * Rows of one table, as one reader reads them.
	 *
	 * @param places where they stand among all
	 * @param rows the rows
	 * @param reader the reader
	 * @param changes by row what became of entities, before it is known which
	 */
	private record Converted(List<Integer> places, List<RecordedRow> rows, RowReader reader,
			List<List<SeenChange>> changes) {
	}

}
