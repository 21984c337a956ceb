package io.dbmonitor.audit.autoconfigure;

import io.dbmonitor.audit.endpoint.AuditSection;
import io.dbmonitor.endpoint.SectionHints;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of the audit.
 */
class AuditRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, AuditSection.class);
		hints.resources().registerPattern("io/dbmonitor/audit/jdbc/*.sql");
	}

}
