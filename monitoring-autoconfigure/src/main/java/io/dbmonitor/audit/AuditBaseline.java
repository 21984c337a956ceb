package io.dbmonitor.audit;

/**
 * Gives entities that were there before the audit a beginning: one record each
 * ({@link ChangeOperation#BASELINE}) of what they are now. Where the store is a database.
 * Safe for use by several threads, and by several instances at the same time.
 */
public interface AuditBaseline {

	/**
	 * Record the present state of all entities of a type that have no history. Blocks as
	 * long as that takes, with two connections of the pool; may be repeated. Takes no
	 * locks, and has no part in the caller's transaction: each batch of 100 has one of
	 * its own, and what was recorded before a failure stays.
	 * @param type the class of the entities; entities of classes that extend it are meant
	 * too
	 * @return how many were recorded
	 * @throws IllegalArgumentException if that is no entity, or not audited
	 * @throws ChangeSetWriteException if a record cannot be written
	 * @throws ChangeSetStoreException if the database does not answer
	 */
	long take(Class<?> type);

}
