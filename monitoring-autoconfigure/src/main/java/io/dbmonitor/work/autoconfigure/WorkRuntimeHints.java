package io.dbmonitor.work.autoconfigure;

import java.util.List;

import io.dbmonitor.endpoint.SectionHints;
import io.dbmonitor.work.endpoint.WorkSection;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of the classes by whose presence the kinds of requests
 * are found out (there, a class is absent unless it is named here), and of what is shown
 * of them.
 */
class WorkRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> ASKED_FOR = List.of("jakarta.servlet.http.HttpServletRequest",
			"org.springframework.http.server.observation.ServerRequestObservationContext",
			"reactor.core.publisher.Mono",
			"org.springframework.http.server.reactive.observation.ServerRequestObservationContext");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, WorkSection.class);
		ASKED_FOR.forEach((type) -> hints.reflection().registerTypeIfPresent(classLoader, type));
	}

}
