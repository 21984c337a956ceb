package io.dbmonitor.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/**
 * Tells which entities have a history, where changes are kept in the database that they
 * were made in. Used by several threads.
 */
@FunctionalInterface
public interface HistoryIndex {

	/**
	 * Return which of some entities have a history: any change, or a baseline.
	 * @param entity the entities' name
	 * @param ids their ids, at least one
	 * @param connection the connection whose transaction is to see it, not watched; stays
	 * open
	 * @return the ids of those that have one
	 * @throws SQLException if that cannot be found out
	 */
	Set<String> withHistory(String entity, Collection<String> ids, Connection connection) throws SQLException;

}
