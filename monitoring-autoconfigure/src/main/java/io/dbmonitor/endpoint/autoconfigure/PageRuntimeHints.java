package io.dbmonitor.endpoint.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image has to know of the page: its files, and what is looked for by name.
 */
class PageRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/dbmonitor/endpoint/page/*");
		hints.reflection()
			.registerType(TypeReference.of(DbMonitorEndpointAutoConfiguration.SERVLET_TOKEN))
			.registerType(TypeReference.of(DbMonitorEndpointAutoConfiguration.REACTIVE_TOKEN));
	}

}
