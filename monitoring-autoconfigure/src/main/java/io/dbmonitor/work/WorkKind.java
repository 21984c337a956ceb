package io.dbmonitor.work;

/**
 * The kinds of work.
 */
public enum WorkKind {

	/** An HTTP request. */
	REQUEST,

	/** A scheduled job, or a batch job and its steps. */
	JOB,

	/** A message from a broker. */
	MESSAGE,

	/** An application event, as far as one listener is concerned. */
	EVENT,

	/** A transaction that belongs to none of the others. */
	TRANSACTION,

	/** Neither of these: statements outside of any transaction. */
	OTHER

}
