package io.dbmonitor.audit;

import java.util.List;
import java.util.UUID;

/**
 * Legal holds: what is under one is not deleted, neither by age nor with its month. Kept
 * with the changes, in each database that has the tables of the audit, by connections
 * outside the pool: what is placed or lifted is so at once, whatever becomes of the
 * caller's transaction. Safe for use by several threads.
 */
public interface AuditHolds {

	/**
	 * Place a hold on an entity. From the return on nothing of its history is deleted;
	 * waits for the few milliseconds of a deletion that is under way.
	 * @param type the entity's class; entities of classes that extend it are meant too
	 * @param id its id
	 * @param reason what the hold is for
	 * @return the hold
	 * @throws IllegalArgumentException if that is no entity
	 * @throws ChangeSetStoreException if the hold cannot be kept in each database
	 */
	AuditHold place(Class<?> type, Object id, String reason);

	/**
	 * Place a hold on all entities of a type, as {@link #place}.
	 * @param type the class of the entities; those of classes that extend it are meant
	 * too
	 * @param reason what the hold is for
	 * @return the hold
	 * @throws IllegalArgumentException if that is no entity
	 * @throws ChangeSetStoreException if the hold cannot be kept in each database
	 */
	AuditHold placeOnAll(Class<?> type, String reason);

	/**
	 * Lift a hold. What it kept is deleted with the next run, unless another one keeps
	 * it.
	 * @param hold the id of the hold
	 * @return whether there was one
	 * @throws ChangeSetStoreException if a database does not answer
	 */
	boolean lift(UUID hold);

	/**
	 * Return what is held.
	 * @return all holds, the oldest first
	 * @throws ChangeSetStoreException if a database does not answer
	 */
	List<AuditHold> all();

}
