package io.dbmonitor.audit;

import java.sql.SQLException;

/**
 * A commit that was sent along with changes has failed, the changes have not. It is to
 * fail for whoever commits as if it had been sent alone.
 */
public final class FailedCommitException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final SQLException failure;

	/**
	 * Make an exception.
	 * @param failure the commit's
	 */
	public FailedCommitException(SQLException failure) {
		super(failure);
		this.failure = failure;
	}

	/**
	 * Return what the commit failed with.
	 * @return the driver's exception
	 */
	public SQLException failure() {
		return this.failure;
	}

}
