package io.dbmonitor.connection.autoconfigure;

import io.dbmonitor.connection.endpoint.ConnectionsSection;
import io.dbmonitor.endpoint.SectionHints;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of leases and pools.
 */
class ConnectionRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, ConnectionsSection.class);
	}

}
