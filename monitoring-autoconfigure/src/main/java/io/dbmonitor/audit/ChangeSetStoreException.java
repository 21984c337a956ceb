package io.dbmonitor.audit;

/**
 * Change sets cannot be kept or found, or not at present.
 */
public class ChangeSetStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Make an exception.
	 * @param message what cannot be done, and why
	 * @param cause what the database says
	 */
	public ChangeSetStoreException(String message, Throwable cause) {
		super(message, cause);
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
