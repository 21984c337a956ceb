package io.dbmonitor.audit.jdbc.postgresql.trigger;

import io.dbmonitor.audit.ChangeSetStoreException;

/**
 * Triggers cannot be installed or removed.
 */
public final class TriggerException extends ChangeSetStoreException {

	private static final long serialVersionUID = 1L;

	TriggerException(String message, Throwable cause) {
		super(message, cause);
	}

}
