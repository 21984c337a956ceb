package io.dbmonitor.database;

import java.util.List;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * A figure that samples find: one time series of a documented meter. What an inspector
 * finds beyond the sessions it hands over by figures, so that they all become meters in
 * one way, whatever the database.
 *
 * @param meter the meter; a counter's value is what the server has counted, a gauge's is
 * what is now
 * @param tagValues the values of the meter's tags but the first, which is the data source
 */
public record Figure(MeterInfo meter, List<String> tagValues) {

	public Figure {
		if (meter.tags().size() != tagValues.size() + 1) {
			throw new IllegalArgumentException(
					"The meter '" + meter.name() + "' has the tags " + meter.tags() + ", not values for " + tagValues);
		}
	}

	/**
	 * Name a figure.
	 * @param meter the meter
	 * @param tagValues the values of its tags but the data source's, in order
	 * @return the figure
	 */
	public static Figure of(DocumentedMeter meter, String... tagValues) {
		return new Figure(meter.info(), List.of(tagValues));
	}

	/**
	 * Whether the figure only grows.
	 * @return {@code false} for what goes up and down
	 */
	public boolean isCounter() {
		return this.meter.kind() == MeterInfo.Kind.COUNTER;
	}

}
