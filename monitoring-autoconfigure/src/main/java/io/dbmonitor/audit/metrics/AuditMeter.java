package io.dbmonitor.audit.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of the audit.
 */
public enum AuditMeter implements DocumentedMeter {

	/** Changes. */
	CHANGES(MeterInfo.counter("dbmonitor.audit.changes", "Changes of entities that were committed", "operation",
			"source")),

	/** Writes of the durable store. */
	WRITE(MeterInfo.timer("dbmonitor.audit.write", "Writing of changes in their transaction")),

	/** What could not be recorded. */
	FAILURES(MeterInfo.counter("dbmonitor.audit.failures", "Changes that could not be recorded or written"));

	private final MeterInfo info;

	AuditMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
