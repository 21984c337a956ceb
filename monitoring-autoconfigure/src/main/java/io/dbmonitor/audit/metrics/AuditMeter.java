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

	/** What is not joined yet. */
	BACKLOG(MeterInfo.gauge("dbmonitor.audit.unjoined",
			"Records of triggers that are not joined to what the application knows yet", "datasource")),

	/** How far joining is behind. */
	BACKLOG_AGE(MeterInfo.seconds("dbmonitor.audit.unjoined.age",
			"How long ago the oldest record of triggers was written that is not joined yet, 0 where all are",
			"datasource")),

	/** Change sets that were sealed. */
	SEALED(MeterInfo.counter("dbmonitor.audit.sealed", "Change sets that this instance has sealed", "datasource")),

	/** What is not sealed yet. */
	SEAL_AGE(MeterInfo.seconds("dbmonitor.audit.unsealed.age",
			"How long ago the transaction of the oldest change set that is not sealed began, 0 where all are",
			"datasource")),

	/** What keeps evidence from being there. */
	SEAL_FAILED(MeterInfo.gauge("dbmonitor.audit.seal.failed",
			"Whether change sets cannot be sealed, or the last verification by this instance came to no end",
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
