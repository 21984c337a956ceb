package io.dbmonitor.audit;

import org.jspecify.annotations.Nullable;

/**
 * Change sets cannot be kept or found, or not at present.
 */
public class ChangeSetStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Make an exception.
	 * @param message what cannot be done, and why
	 * @param cause what the database says, {@code null} where it was not asked
	 */
	public ChangeSetStoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
