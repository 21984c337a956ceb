package io.dbmonitor.audit;

/**
 * Hears of changes that were committed, and of reads.
 */
@FunctionalInterface
public interface ChangeSetListener {

	/**
	 * A transaction was committed, or is over and has read something. Called on its
	 * thread; what this throws is counted as a fault and reaches nobody.
	 * @param changeSet its changes, or in a change set of their own its reads; the first
	 * of them where there are very many
	 */
	void committed(ChangeSet changeSet);

}
