package io.dbmonitor.audit.jdbc;

import io.dbmonitor.audit.ChangeSetStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the audit are not there, are not those of this version, or may not be
 * written.
 */
public final class AuditSchemaException extends ChangeSetStoreException {

	private static final long serialVersionUID = 1L;

	private final String script;

	AuditSchemaException(String message, String script, @Nullable Throwable cause) {
		super(message, cause);
		this.script = script;
	}

	/**
	 * Return what makes the tables.
	 * @return a resource of the class path
	 */
	public String script() {
		return this.script;
	}

}
