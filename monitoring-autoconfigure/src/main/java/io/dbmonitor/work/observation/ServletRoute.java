package io.dbmonitor.work.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * The route of a Spring MVC request: its method and the pattern of its handler, which is
 * known once the handler is found.
 */
final class ServletRoute {

	private ServletRoute() {
	}

	static @Nullable Supplier<@Nullable String> of(Observation.Context context) {
		if (!(context instanceof ServerRequestObservationContext request)) {
			return null;
		}
		String method = (request.getCarrier() != null) ? request.getCarrier().getMethod() : "HTTP";
		return () -> (request.getPathPattern() != null) ? method + " " + request.getPathPattern() : method;
	}

}
