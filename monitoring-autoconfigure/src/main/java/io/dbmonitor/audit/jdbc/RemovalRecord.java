package io.dbmonitor.audit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What has to know of deletions by the retention, to tell them from those by anybody
 * else. All is called on the connection that deletes, in a transaction, unless it says
 * otherwise.
 */
public interface RemovalRecord {

	/** Nobody has to know. */
	RemovalRecord NONE = new RemovalRecord() {
	};

	/**
	 * Choose those that may be deleted now.
	 * @param changeSets the ids of change sets that came of age
	 * @param connection the connection
	 * @return the ids of some of them
	 * @throws SQLException if the connection fails
	 */
	default List<Long> removable(List<Long> changeSets, Connection connection) throws SQLException {
		return changeSets;
	}

	/**
	 * Take note of what was deleted. Called in the same transaction behind
	 * {@link #removable}.
	 * @param changeSets the ids of change sets of which all has been deleted but what is
	 * held
	 * @param connection the connection
	 * @throws SQLException if the connection fails
	 */
	default void removed(List<Long> changeSets, Connection connection) throws SQLException {
	}

	/**
	 * Whether a partition may be dropped. Called in auto-commit mode; reads all of it.
	 * @param table its table of change sets
	 * @param partition the ids that it has
	 * @param connection the connection
	 * @return whether it may
	 * @throws SQLException if the connection fails
	 */
	default boolean isRemovable(String table, IdRange partition, Connection connection) throws SQLException {
		return true;
	}

	/**
	 * Whether a table that is no partition any more has what was there before, and
	 * nothing else.
	 * @param table the table of change sets
	 * @param partition the ids that it has
	 * @param connection the connection
	 * @return whether it may be dropped
	 * @throws SQLException if the connection fails
	 */
	default boolean isKnown(String table, IdRange partition, Connection connection) throws SQLException {
		return true;
	}

	/**
	 * Take note that a partition is about to be detached, and may come back.
	 * @param partition the ids that it has
	 * @param connection the connection
	 * @throws SQLException if the connection fails
	 */
	default void dropping(IdRange partition, Connection connection) throws SQLException {
	}

	/**
	 * Take note that a partition was dropped.
	 * @param partition the ids that it had
	 * @param connection the connection
	 * @throws SQLException if the connection fails
	 */
	default void dropped(IdRange partition, Connection connection) throws SQLException {
	}

	/**
	 * Take note that a partition stays, whether it was about to be detached or not.
	 * @param partition the ids that it has
	 * @param connection the connection
	 * @throws SQLException if the connection fails
	 */
	default void returned(IdRange partition, Connection connection) throws SQLException {
	}

	/**
	 * Forget some of what is not needed any more. Commits.
	 * @param connection the connection
	 * @return whether there is more of it
	 * @throws SQLException if the connection fails
	 */
	default boolean shorten(Connection connection) throws SQLException {
		return false;
	}

	/**
	 * Ids that follow one another.
	 *
	 * @param first the first id
	 * @param last the last one
	 */
	record IdRange(long first, long last) {
	}

}
