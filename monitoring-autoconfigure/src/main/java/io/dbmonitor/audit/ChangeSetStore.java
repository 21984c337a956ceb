package io.dbmonitor.audit;

import java.util.List;

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

}
