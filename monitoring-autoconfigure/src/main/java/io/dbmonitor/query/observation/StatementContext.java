package io.dbmonitor.query.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * The context of a statement's observation. A client's, though nothing is sent along: a
 * trace id in the text would destroy the database's plan cache.
 */
public final class StatementContext extends SenderContext<Object> {

	StatementContext(String system) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		setCarrier(this);
		setRemoteServiceName(system);
	}

}
