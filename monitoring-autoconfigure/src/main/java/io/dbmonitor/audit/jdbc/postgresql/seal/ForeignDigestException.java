package io.dbmonitor.audit.jdbc.postgresql.seal;

/**
 * A digest cannot be compared with the chain that is there: it is of another one, or of
 * what has come of age.
 */
public final class ForeignDigestException extends SealException {

	private static final long serialVersionUID = 1L;

	ForeignDigestException(String message) {
		super(message, null);
	}

}
