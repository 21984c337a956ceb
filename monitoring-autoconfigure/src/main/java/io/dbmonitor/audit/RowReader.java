package io.dbmonitor.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one table as its entities have them.
 */
public interface RowReader {

	/**
	 * Read a row.
	 * @param row stands on it; its columns are named as the table's, and typed as them
	 * @return what it tells
	 * @throws SQLException if a value cannot be read
	 */
	Row read(ResultSet row) throws SQLException;

	/**
	 * Tell what a changed row means for entities.
	 * @param before the row before, {@code null} where there was none
	 * @param after the row after, {@code null} where there is none
	 * @return a change of each entity that is concerned, none where nothing has changed
	 * that is audited
	 */
	List<Change> changes(@Nullable Row before, @Nullable Row after);

	/**
	 * Tell what the removal of all rows means.
	 * @param statement what removed them
	 * @return a change of entities that are not known
	 */
	Change truncation(StatementWrite statement);

	/**
	 * Return the entities that a row can be, where the row itself does not tell.
	 * @return by name of those that are more special than the one that {@link #changes}
	 * tells, the table whose row with the same key makes it one
	 */
	Map<String, KeyedTable> subtypes();

	/**
	 * Whether changes of an entity are recorded.
	 * @param entity {@link #entity()}, or one of {@link #subtypes()}
	 * @return whether they are
	 */
	boolean isAudited(String entity);

	/**
	 * Return the entity that a row is at least.
	 * @return its name
	 */
	String entity();

	/**
	 * Return the columns whose values may be kept as they are.
	 * @return their names, without those of masked and ignored fields
	 */
	Set<String> plainColumns();

	/**
	 * Return the fields that stand in the table.
	 * @return their names
	 */
	Set<String> fields();

	/**
	 * Whether there is an entity as long as there is its row in this table.
	 * @return whether an entity is made and deleted with its row
	 */
	boolean isIdentifying();

	/**
	 * Whether a row is an element of a collection, and as such not a part of an entity.
	 * @return whether changes are those of a collection
	 */
	boolean isCollection();

	/**
	 * A row that was read.
	 */
	interface Row {

	}

	/**
	 * A table whose rows have the same key as others.
	 *
	 * @param table its name as statements have it
	 * @param column the column that has the key
	 * @param condition which of its rows are meant, in SQL; {@code null} for all
	 */
	record KeyedTable(String table, String column, @Nullable String condition) {
	}

}
