package io.dbmonitor.work;

/**
 * The kinds of work.
 */
public enum WorkKind {

	/** An HTTP request. */
	REQUEST,

	/** A scheduled job. */
	JOB,

	/** A message from a broker. */
	MESSAGE,

	/** A transaction that belongs to none of the others. */
	TRANSACTION,

	/** Neither of these: statements outside of any transaction. */
	OTHER

}
