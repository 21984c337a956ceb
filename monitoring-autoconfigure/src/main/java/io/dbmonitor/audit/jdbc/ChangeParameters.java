package io.dbmonitor.audit.jdbc;

import java.io.StringWriter;
import java.io.Writer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeContext;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What stands in the columns of the store, in their order.
 */
public final class ChangeParameters {

	/** Leaves room for what is learned later: 2^20 changes between two. */
	private static final int PLACE_BITS = 20;

	private ChangeParameters() {
	}

	/**
	 * Return the place of a change in its change set, by which they are ordered.
	 * @param position how many changes the application knows to have been before
	 * @return the place, with room behind it up to the next one
	 */
	public static long place(long position) {
		return position << PLACE_BITS;
	}

	/**
	 * Return behind how many changes that the application knows of a place is.
	 * @param place a place in a change set
	 * @return the position
	 */
	public static long position(long place) {
		return place >> PLACE_BITS;
	}

	/**
	 * Set the columns of a change set, from the first parameter on.
	 * @param changeSet the change set
	 * @param values how the database takes ids and times
	 * @param statement the statement
	 * @return the place of the next parameter
	 * @throws SQLException if the statement fails
	 */
	public static int set(ChangeSet changeSet, StoredValues values, PreparedStatement statement) throws SQLException {
		ChangeContext context = changeSet.context();
		int place = 1;
		statement.setObject(place++, values.of(changeSet.id()));
		statement.setObject(place++, values.of(changeSet.at().truncatedTo(ChronoUnit.MICROS)));
		statement.setString(place++, storable(context.actor()));
		statement.setString(place++, storable(context.route()));
		statement.setString(place++, storable(context.traceId()));
		statement.setString(place++, storable(context.transaction()));
		statement.setString(place++, storable(context.instance()));
		return place;
	}

	/**
	 * Set the columns of a change.
	 * @param change the change
	 * @param statement the statement
	 * @param first the place of the first parameter
	 * @return the place of the next parameter
	 * @throws SQLException if the statement fails
	 */
	public static int set(Change change, PreparedStatement statement, int first) throws SQLException {
		int place = first;
		for (String column : columns(change)) {
			statement.setString(place++, column);
		}
		return place;
	}

	/**
	 * Return what stands in the columns of a change.
	 * @param change the change
	 * @return entity, id, operation, source, fields
	 */
	static List<String> columns(Change change) {
		List<String> columns = new ArrayList<>(texts(change));
		StringWriter fields = new StringWriter();
		try (JsonGenerator generator = FieldChanges.generator(fields)) {
			FieldChanges.write(change, generator);
		}
		columns.add(fields.toString());
		return columns;
	}

	/**
	 * Return what stands in the columns of a change, but the last.
	 * @param change the change
	 * @return entity, id, operation, source
	 */
	public static List<String> texts(Change change) {
		return List.of(change.entity(), encodable(change.id()), change.operation().name(), change.source().name());
	}

	/**
	 * Begin to write what stands in the last column of changes.
	 * @param writer where to
	 * @return a generator for {@link #writeFields}, to be closed behind the last change
	 */
	public static JsonGenerator fieldsGenerator(Writer writer) {
		return FieldChanges.generator(writer);
	}

	/**
	 * Write what stands in the last column of a change. All of it has reached the writer
	 * behind this.
	 * @param change the change
	 * @param generator from {@link #fieldsGenerator}
	 */
	public static void writeFields(Change change, JsonGenerator generator) {
		FieldChanges.write(change, generator);
	}

	/**
	 * Read a change.
	 * @param row has the columns of a change, but its change set and place
	 * @return the change
	 * @throws SQLException if it cannot be read
	 */
	public static Change read(ResultSet row) throws SQLException {
		return FieldChanges.read(row.getString("entity"), row.getString("entity_id"),
				ChangeOperation.valueOf(row.getString("operation")), ChangeSource.valueOf(row.getString("source")),
				row.getString("field_changes"));
	}

	/** PostgreSQL takes no character of code 0. */
	private static @Nullable String storable(@Nullable String text) {
		return (text != null) ? encodable(text.replace('\0', '\uFFFD')) : null;
	}

	/** Half of a surrogate pair is no character, and no encoding has bytes for it. */
	static String encodable(String text) {
		StringBuilder mended = null;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Character.isSurrogate(c)) {
				continue;
			}
			if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
				continue;
			}
			mended = (mended != null) ? mended : new StringBuilder(text);
			mended.setCharAt(i, '\uFFFD');
		}
		return (mended != null) ? mended.toString() : text;
	}

}
