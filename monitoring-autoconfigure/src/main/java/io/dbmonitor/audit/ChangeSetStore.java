package io.dbmonitor.audit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where change sets are found again. A store gets them either as a
 * {@link ChangeSetWriter}, in the transaction that made them, or as a
 * {@link ChangeSetListener}, once that was committed. Used by several threads.
 */
public interface ChangeSetStore {

	/**
	 * Find change sets. May block: a store can be a database.
	 * @param query which ones
	 * @return the newest first, in the order of their commits
	 */
	List<ChangeSet> find(AuditQuery query);

	/**
	 * Return a change set with all of its changes that are kept.
	 * @param id its id
	 * @return the change set, empty where it is not kept
	 */
	Optional<ChangeSet> get(UUID id);

}
