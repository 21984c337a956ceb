package io.dbmonitor.alert.autoconfigure;

import io.dbmonitor.alert.endpoint.AlertsSection;
import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.endpoint.SectionHints;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of the alerts.
 */
class AlertRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, AlertsSection.class, Extended.class);
	}

}
