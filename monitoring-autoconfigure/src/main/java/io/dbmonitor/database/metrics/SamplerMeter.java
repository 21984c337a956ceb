package io.dbmonitor.database.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of the sampling itself.
 */
public enum SamplerMeter implements DocumentedMeter {

	/** Reachable. */
	UP(MeterInfo.gauge("dbmonitor.database.up",
			"Whether the last sample succeeded, 1 or 0; NaN where none speaks for now", "datasource")),

	/** Age of the sample. */
	SAMPLE_AGE(MeterInfo.seconds("dbmonitor.database.sample.age",
			"How long ago the last sample that succeeded was taken", "datasource")),

	/** Duration of samples. */
	SAMPLE_DURATION(MeterInfo.timer("dbmonitor.database.sample.duration", "How long samples took", "datasource"));

	private final MeterInfo info;

	SamplerMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
