package io.dbmonitor.audit.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of the audit.
 */
public enum AuditMeter implements DocumentedMeter {

	/** Changes. */
	CHANGES(MeterInfo.counter("dbmonitor.audit.changes",
			"Changes of entities that were committed, and reads of them that are kept", "operation", "source")),

	/** Changes by others. */
	BYPASSED(MeterInfo.counter("dbmonitor.audit.bypassed",
			"Changes that triggers saw and no transaction of the application owns", "datasource")),

	/** Change sets that were sealed. */
	SEALED(MeterInfo.counter("dbmonitor.audit.sealed", "Change sets that this instance has sealed", "datasource")),

	/** What is not sealed yet. */
	SEAL_AGE(MeterInfo.seconds("dbmonitor.audit.unsealed.age",
			"How long ago the transaction of the oldest change set that is not sealed began, 0 where all are",
			"datasource")),

	/** What a verification found. */
	TAMPERED(MeterInfo.gauge("dbmonitor.audit.tampered",
			"Whether the last verification by this instance found a record that is not as it was sealed",
			"datasource")),

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
