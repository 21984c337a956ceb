package io.dbmonitor.audit;

import java.util.List;

/**
 * Where change sets are kept. Used by several threads.
 */
public interface ChangeSetStore {

	/**
	 * Keep a change set whose transaction was committed.
	 * @param changeSet the change set
	 */
	void append(ChangeSet changeSet);

	/**
	 * Find change sets.
	 * @param query which ones
	 * @return the newest first
	 */
	List<ChangeSet> find(AuditQuery query);

}
