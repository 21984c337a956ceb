package io.dbmonitor.audit.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of the audit.
 */
public enum AuditMeter implements DocumentedMeter {

	/** Changes. */
	CHANGES(MeterInfo.counter("dbmonitor.audit.changes", "Changes of entities that were committed", "operation",
			"source"));

	private final MeterInfo info;

	AuditMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
