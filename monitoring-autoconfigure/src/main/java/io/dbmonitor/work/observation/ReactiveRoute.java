package io.dbmonitor.work.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * The route of a WebFlux request: its method and the pattern of its handler, which is
 * known once the handler is found.
 */
final class ReactiveRoute {

	private ReactiveRoute() {
	}

	static @Nullable Supplier<@Nullable String> of(Observation.Context context) {
		if (!(context instanceof ServerRequestObservationContext request)) {
			return null;
		}
		String method = (request.getCarrier() != null) ? request.getCarrier().getMethod().name() : "HTTP";
		return () -> (request.getPathPattern() != null) ? method + " " + request.getPathPattern() : method;
	}

}
