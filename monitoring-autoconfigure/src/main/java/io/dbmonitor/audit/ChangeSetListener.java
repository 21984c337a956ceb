package io.dbmonitor.audit;

/**
 * Hears of changes that were committed.
 */
@FunctionalInterface
public interface ChangeSetListener {

	/**
	 * A transaction was committed. Called on its thread; what this throws is counted as a
	 * fault and reaches nobody.
	 * @param changeSet its changes, the first of them where there are very many
	 */
	void committed(ChangeSet changeSet);

}
