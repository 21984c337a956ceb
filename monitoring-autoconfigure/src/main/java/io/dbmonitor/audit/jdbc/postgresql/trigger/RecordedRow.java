package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import io.dbmonitor.audit.ChangeOperation;
import org.jspecify.annotations.Nullable;

/**
 * A row as a trigger recorded it.
 *
 * @param oid of the table that it was recorded of
 * @param table the table's qualified name then
 * @param columns the table's columns then
 * @param operation {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code TRUNCATE}, of
 * which no rows are known
 * @param before the row before, as text, {@code null} where there was none
 * @param after the row after, as text, {@code null} where there is none
 */
record RecordedRow(long oid, String table, List<String> columns, String operation, @Nullable String before,
		@Nullable String after) {

	/** In the order of the fields. */
	static final String COLUMNS = """
			w.table_oid, quote_ident(w.table_schema) || '.' || quote_ident(w.table_name), w.columns, w.operation,
			r.old_row, r.new_row""";

	static RecordedRow of(ResultSet row) throws SQLException {
		return new RecordedRow(row.getLong(1), row.getString(2), List.of((String[]) row.getArray(3).getArray()),
				row.getString(4), row.getString(5), row.getString(6));
	}

	/** In characters. */
	long length() {
		return ((this.before != null) ? this.before.length() : 0)
				+ (long) ((this.after != null) ? this.after.length() : 0);
	}

	/** What became of the row. */
	ChangeOperation change() {
		if (this.before == null) {
			return ChangeOperation.CREATE;
		}
		return (this.after == null) ? ChangeOperation.DELETE : ChangeOperation.UPDATE;
	}

	/** Whose key has changed, is another one. */
	List<RecordedRow> apart(List<String> key) {
		if (this.before == null || this.after == null || key.isEmpty()) {
			return List.of(this);
		}
		List<@Nullable String> old = CompositeText.columns(this.before);
		List<@Nullable String> now = CompositeText.columns(this.after);
		boolean same = key.stream()
			.mapToInt(this.columns::indexOf)
			.allMatch((column) -> column < 0 || Objects.equals(old.get(column), now.get(column)));
		return same ? List.of(this)
				: List.of(new RecordedRow(this.oid, this.table, this.columns, this.operation, this.before, null),
						new RecordedRow(this.oid, this.table, this.columns, this.operation, null, this.after));
	}

	Kind kind() {
		return new Kind(this.oid, this.columns, isTruncation());
	}

	boolean isTruncation() {
		return this.operation.equals("TRUNCATE");
	}

	/**
	 * What rows have in common that are converted together.
	 *
	 * @param oid of the table
	 * @param columns its columns
	 * @param truncation whether there are no rows
	 */
	record Kind(long oid, List<String> columns, boolean truncation) {
	}

}
