package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.RowReader;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.audit.ValueChange;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table that no entity has, or that its entity cannot read: the columns are the
 * fields, the primary key is the id.
 */
final class PlainRows implements RowReader {

	private final String entity;

	private final List<String> key;

	private final AuditSettings settings;

	private final Predicate<String> shown;

	/** Whose place it takes. */
	private final @Nullable RowReader entityRows;

	private PlainRows(String entity, List<String> key, AuditSettings settings, Predicate<String> shown,
			@Nullable RowReader entityRows) {
		this.entityRows = entityRows;
		this.entity = entity;
		this.key = key;
		this.settings = settings;
		this.shown = shown;
	}

	/** Rows of a table that no entity has. */
	static PlainRows of(String table, AuditSettings settings) {
		return new PlainRows(table, List.of(), settings, (column) -> true, null);
	}

	/**
	 * Rows that their entity cannot read. Of a column that it does not know nobody can
	 * say whether its values may be kept.
	 */
	static PlainRows of(RowReader reader, String table, AuditSettings settings) {
		return new PlainRows(reader.isCollection() ? table : reader.entity(), List.of(), settings,
				reader.plainColumns()::contains, reader);
	}

	PlainRows keyed(List<String> columns) {
		return new PlainRows(this.entity, columns, this.settings, this.shown, this.entityRows);
	}

	/** What reads the rows where they are as they have to be. */
	RowReader table() {
		return (this.entityRows != null) ? this.entityRows : this;
	}

	@Override
	public Row read(ResultSet row) throws SQLException {
		ResultSetMetaData columns = row.getMetaData();
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (int i = 1; i <= columns.getColumnCount(); i++) {
			Object value = row.getObject(i);
			values.put(columns.getColumnName(i),
					(value instanceof Number || value instanceof Boolean) ? value : row.getString(i));
		}
		return new Columns(values);
	}

	static Row row(List<String> columns, List<@Nullable String> texts) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (int i = 0; i < columns.size(); i++) {
			values.put(columns.get(i), texts.get(i));
		}
		return new Columns(values);
	}

	@Override
	public List<Change> changes(@Nullable Row before, @Nullable Row after) {
		Map<String, @Nullable Object> old = (before instanceof Columns columns) ? columns.values : Map.of();
		Map<String, @Nullable Object> now = (after instanceof Columns columns) ? columns.values : Map.of();
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		Set<String> names = new LinkedHashSet<>(old.keySet());
		names.addAll(now.keySet());
		for (String name : names) {
			if (!Objects.equals(old.get(name), now.get(name))) {
				changes.put(name, new ValueChange(kept(name, old.get(name)), kept(name, now.get(name))));
			}
		}
		if (before != null && after != null && this.key.isEmpty() && !changes.isEmpty()) {
			// All that is known of which row it is has changed
			return Stream.of(changes(before, null), changes(null, after)).flatMap(List::stream).toList();
		}
		ChangeOperation operation = (before == null) ? ChangeOperation.CREATE
				: (after == null) ? ChangeOperation.DELETE : ChangeOperation.UPDATE;
		return (operation == ChangeOperation.UPDATE && changes.isEmpty()) ? List.of() : List
			.of(new Change(this.entity, id((after != null) ? now : old), operation, ChangeSource.TRIGGER, changes));
	}

	@Override
	public Change truncation(StatementWrite statement) {
		return new Change(this.entity, StatementWrite.ANY, ChangeOperation.DELETE, ChangeSource.TRIGGER, Map.of(),
				statement);
	}

	private @Nullable Object kept(String column, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (!this.shown.test(column)) {
			return ValueChange.MASK;
		}
		if (this.settings.masking().isMasked(column)) {
			return this.settings.masking().mask(value);
		}
		return (value instanceof String text) ? ValueChange.cut(text, this.settings.maxValueLength()) : value;
	}

	private String id(Map<String, @Nullable Object> values) {
		Collection<String> columns = this.key.isEmpty() ? values.keySet() : this.key;
		return columns.stream().map((column) -> String.valueOf(values.get(column))).collect(Collectors.joining(","));
	}

	@Override
	public Map<String, KeyedTable> subtypes() {
		return Map.of();
	}

	@Override
	public boolean isAudited(String entity) {
		return true;
	}

	@Override
	public String entity() {
		return this.entity;
	}

	@Override
	public Set<String> plainColumns() {
		return Set.of();
	}

	@Override
	public Set<String> fields() {
		return Set.of();
	}

	@Override
	public boolean isIdentifying() {
		return true;
	}

	@Override
	public boolean isCollection() {
		return false;
	}

	/**
	 * A row.
	 *
	 * @param values the values of its columns
	 */
	private record Columns(Map<String, @Nullable Object> values) implements Row {
	}

}
