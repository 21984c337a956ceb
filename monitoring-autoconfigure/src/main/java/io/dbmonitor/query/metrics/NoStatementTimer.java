package io.dbmonitor.query.metrics;

import io.dbmonitor.query.observation.StatementContext;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * Makes no meter of a statement's observation, in place of the handler that would:
 * executions have a timer already, with fewer tags.
 */
public final class NoStatementTimer implements MeterObservationHandler<StatementContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof StatementContext;
	}

}
