package io.dbmonitor.audit.autoconfigure;

import io.dbmonitor.audit.jdbc.AuditSchemaException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do where the tables of the audit are not as they have to be.
 */
class AuditSchemaFailureAnalyzer extends AbstractFailureAnalyzer<AuditSchemaException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AuditSchemaException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Run the script '" + cause.script() + "', which is inside the jar dbmonitor-spring-boot-autoconfigure,"
						+ " for example as a migration of Flyway, and grant the application's role INSERT on its tables"
						+ " (with a retention or seals also SELECT, with a retention DELETE, and SELECT and UPDATE on"
						+ " dbmonitor_lock; with partitions make it their owner);"
						+ " or let the application make them: dbmonitor.audit.jdbc.initialize-schema=always.",
				cause);
	}

}
