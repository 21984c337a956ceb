package io.dbmonitor.fault.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of the monitor's own health.
 */
public enum FaultMeter implements DocumentedMeter {

	/** Faults that were kept from the application. */
	FAULTS(MeterInfo.counter("dbmonitor.faults", "Faults of the monitor itself, kept from the application", "feature")),

	/** What a bound cut off. */
	OVERFLOW(MeterInfo.counter("dbmonitor.overflow", "What a bound of the monitor cut off", "feature"));

	private final MeterInfo info;

	FaultMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
