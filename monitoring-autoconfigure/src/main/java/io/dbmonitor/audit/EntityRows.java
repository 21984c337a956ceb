package io.dbmonitor.audit;

import java.util.List;
import java.util.Map;

/**
 * What the object-relational mapper knows of the rows of tables: which of them are
 * entities, and what a changed row means for its entity. Used by several threads.
 */
public interface EntityRows {

	/** No table has entities. */
	EntityRows NONE = new EntityRows() {

		@Override
		public List<String> tables(String dataSource) {
			return List.of();
		}

		@Override
		public Map<String, String> unreadableCollections(String dataSource) {
			return Map.of();
		}

		@Override
		public List<RowReader> readers(String dataSource, String table) {
			return List.of();
		}

	};

	/**
	 * Return the tables that have the rows of audited entities, or the elements of their
	 * collections.
	 * @param dataSource the name of a data source
	 * @return their names as statements have them
	 */
	List<String> tables(String dataSource);

	/**
	 * Return the audited collections whose rows do not tell all of an element, or not
	 * whether they are one.
	 * @param dataSource the name of a data source
	 * @return by entity and field, with a dot between them, the table of the rows
	 */
	Map<String, String> unreadableCollections(String dataSource);

	/**
	 * Return what reads the rows of a table.
	 * @param dataSource the name of a data source
	 * @param table one of {@link #tables}
	 * @return a reader for the entities and one for each of the collections that have
	 * their rows there, none where the table has nothing that is audited
	 */
	List<RowReader> readers(String dataSource, String table);

}
