package io.dbmonitor.database;

/**
 * Figures of the watched database that only grow.
 */
public enum DatabaseCounter {

	/** Transactions that were committed. */
	COMMITS,

	/** Transactions that were rolled back. */
	ROLLBACKS,

	/** Deadlocks. */
	DEADLOCKS,

	/** Rows that queries fetched. */
	ROWS_FETCHED,

	/** Rows that were inserted. */
	ROWS_INSERTED,

	/** Rows that were updated. */
	ROWS_UPDATED,

	/** Rows that were deleted. */
	ROWS_DELETED

}
