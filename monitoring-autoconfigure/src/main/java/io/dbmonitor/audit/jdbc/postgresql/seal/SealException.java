package io.dbmonitor.audit.jdbc.postgresql.seal;

import io.dbmonitor.audit.ChangeSetStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Seals cannot be read or compared.
 */
public sealed class SealException extends ChangeSetStoreException
		permits ForeignDigestException, UnreadableSealException {

	private static final long serialVersionUID = 1L;

	SealException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
