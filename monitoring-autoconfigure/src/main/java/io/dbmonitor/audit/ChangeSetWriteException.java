package io.dbmonitor.audit;

/**
 * The changes of a transaction cannot be recorded, so it must not be committed.
 */
public final class ChangeSetWriteException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ChangeSetWriteException(Throwable cause) {
		super("The changes of this transaction cannot be recorded, so it is rolled back: " + cause.getMessage()
				+ " (dbmonitor.audit.on-failure=log lets such transactions be committed)", cause);
	}

	ChangeSetWriteException(LostTransactionException lost) {
		super("The database has rolled back this transaction while its changes were recorded: "
				+ lost.failure().getMessage(), lost.failure());
	}

}
