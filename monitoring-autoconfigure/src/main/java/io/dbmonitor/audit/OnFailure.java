package io.dbmonitor.audit;

/**
 * What becomes of a transaction whose changes cannot be recorded.
 */
public enum OnFailure {

	/** It is rolled back, and the caller gets a {@link ChangeSetWriteException}. */
	FAIL,

	/** It is committed all the same; the failure is counted and logged. */
	LOG

}
