package io.dbmonitor.query.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of executed statements.
 */
public enum QueryMeter implements DocumentedMeter {

	/** Under OpenTelemetry's stable name. */
	DURATION(MeterInfo.timer("db.client.operation.duration",
			"How long executions of statements took, as the application saw it", "datasource", "db.system.name",
			"db.operation.name", "error.type")),

	/** Rows. */
	ROWS(MeterInfo.counter("dbmonitor.query.rows", "Rows that statements returned or affected", "datasource")),

	/** Slow executions. */
	SLOW(MeterInfo.counter("dbmonitor.query.slow", "Executions that took longer than the threshold", "datasource")),

	/** Executions that took unusually long. */
	SLOWER_THAN_USUAL(MeterInfo.counter("dbmonitor.query.slower",
			"Executions that took ten times as long as the statement usually does, and 100 ms or more", "datasource")),

	/** N+1. */
	N_PLUS_ONE(MeterInfo.counter("dbmonitor.query.nplusone",
			"Units of work that sent the same read from the same place again and again", "datasource"));

	private final MeterInfo info;

	QueryMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
