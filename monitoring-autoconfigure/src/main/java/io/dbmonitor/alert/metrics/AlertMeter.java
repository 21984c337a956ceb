package io.dbmonitor.alert.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of the alerts.
 */
public enum AlertMeter implements DocumentedMeter {

	/** Alerts. */
	ALERTS(MeterInfo.gauge("dbmonitor.alerts", "Alerts that pend or fire", "severity", "state")),

	/** Ways to tell somebody. */
	NOTIFICATIONS(MeterInfo.counter("dbmonitor.alert.notifications",
			"Alerts that were told, could not be told after all attempts, or were dropped as too many were waiting",
			"notifier", "outcome"));

	private final MeterInfo info;

	AlertMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
