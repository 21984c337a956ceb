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
	ROWS(MeterInfo.counter("dbmonitor.query.rows", "Rows that statements returned or affected", "datasource"));

	private final MeterInfo info;

	QueryMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
