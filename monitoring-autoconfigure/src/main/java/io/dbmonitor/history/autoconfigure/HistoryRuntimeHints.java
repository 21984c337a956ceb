package io.dbmonitor.history.autoconfigure;

import io.dbmonitor.endpoint.SectionHints;
import io.dbmonitor.history.endpoint.HistorySection;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of the history.
 */
class HistoryRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, HistorySection.class);
	}

}
