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
 * @param updated of a row that was deleted, what another one was before an update that
 * made the same of it, {@code null} where there is none
 * @param late whether it comes behind that update, not before it; a row that has that has
 * both
 */
record RecordedRow(long oid, String table, List<String> columns, String operation, @Nullable String before,
		@Nullable String after, @Nullable String updated, boolean late) {

	/** In the order of the fields, but for the last two. */
	static final String COLUMNS = """
			w.table_oid, quote_ident(w.table_schema) || '.' || quote_ident(w.table_name), w.columns, w.operation,
			r.old_row, r.new_row""";

	static RecordedRow of(ResultSet row) throws SQLException {
		return new RecordedRow(row.getLong(1), row.getString(2), List.of((String[]) row.getArray(3).getArray()),
				row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getBoolean(8));
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

	/**
	 * Whose key has changed, is another one. What was deleted was updated before if it is
	 * the same one, and otherwise made way for the other one.
	 */
	List<RecordedRow> apart(List<String> key) {
		if (this.updated != null) {
			return (isSame(this.before, this.updated, key) == this.late) ? List.of(this) : List.of();
		}
		if (isSame(this.before, this.after, key)) {
			return List.of(this);
		}
		return List.of(
				new RecordedRow(this.oid, this.table, this.columns, this.operation, this.before, null, null, false),
				new RecordedRow(this.oid, this.table, this.columns, this.operation, null, this.after, null, false));
	}

	private boolean isSame(@Nullable String one, @Nullable String other, List<String> key) {
		if (one == null || other == null || key.isEmpty()) {
			return true;
		}
		List<@Nullable String> values = CompositeText.columns(one);
		List<@Nullable String> others = CompositeText.columns(other);
		return key.stream()
			.mapToInt(this.columns::indexOf)
			.allMatch((column) -> column < 0 || Objects.equals(values.get(column), others.get(column)));
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
