package io.dbmonitor.audit.jdbc.postgresql.seal;

/**
 * An entry of the chain says nothing that an application can have written.
 */
final class UnreadableSealException extends SealException {

	private static final long serialVersionUID = 1L;

	private final long position;

	UnreadableSealException(long position) {
		super("The seal at position " + position + " is none that was ever written", null);
		this.position = position;
	}

	long position() {
		return this.position;
	}

}
