package io.dbmonitor.audit;

/**
 * Tells an object-relational mapper's own statements from those that are sent past its
 * events.
 */
@FunctionalInterface
public interface MapperStatements {

	/**
	 * Whether the statement that the current thread is about to prepare writes an entity
	 * that the mapper tells the audit of.
	 * @return whether the mapper itself prepares it, for a change that it has an event of
	 */
	boolean isOfEntity();

}
