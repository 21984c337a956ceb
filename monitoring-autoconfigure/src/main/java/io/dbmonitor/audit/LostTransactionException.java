package io.dbmonitor.audit;

/**
 * The server has given up the transaction while changes were written, and all savepoints
 * with it, as InnoDB does with a deadlock's victim. What was written before is gone, so
 * nobody may go on as if it were not.
 */
final class LostTransactionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Throwable failure;

	LostTransactionException(Throwable failure) {
		super(failure);
		this.failure = failure;
	}

	/** What the write failed with. */
	Throwable failure() {
		return this.failure;
	}

}
