package io.dbmonitor.alert;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A rule of its parts.
 *
 * @param name its name
 * @param settings when it fires
 * @param readings reads all subjects
 */
record SuppliedRule(String name, AlertSettings settings,
		Function<Instant, List<AlertReading>> readings) implements AlertRule {

	@Override
	public List<AlertReading> read(Instant now) {
		return this.readings.apply(now);
	}

}
