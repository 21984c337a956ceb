package io.dbmonitor.audit.autoconfigure;

import io.dbmonitor.audit.jdbc.postgresql.trigger.TriggerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do where the triggers of the audit cannot be installed.
 */
class TriggerFailureAnalyzer extends AbstractFailureAnalyzer<TriggerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TriggerException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set dbmonitor.audit.triggers.initialize-schema=never, start the application, and have the owner of the"
						+ " tables execute the script that the endpoint shows at 'audit/triggers'; or grant the"
						+ " application's role TRIGGER on the tables and CREATE on the schema.",
				cause);
	}

}
