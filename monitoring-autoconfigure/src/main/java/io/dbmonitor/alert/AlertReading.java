package io.dbmonitor.alert;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a rule reads of one subject at one moment.
 *
 * @param labels tell the subject from the rule's others, such as
 * {@code datasource=dataSource}; few and stable: each combination is an alert of its own
 * @param value the value that the threshold is for; {@link Double#NaN} where it is not
 * known, which neither fires nor resolves
 * @param summary a sentence without its full stop that says how things are
 * @param evidence who and where, asked only while the value is beyond the threshold: maps
 * with string keys, lists, strings, numbers and booleans. Must answer from memory.
 */
public record AlertReading(Map<String, String> labels, double value, String summary,
		Supplier<Map<String, Object>> evidence) {

	public AlertReading {
		labels = Map.copyOf(labels);
	}

	/**
	 * Make a reading without evidence.
	 * @param labels tell the subject from the rule's others
	 * @param value the value
	 * @param summary how things are
	 */
	public AlertReading(Map<String, String> labels, double value, String summary) {
		this(labels, value, summary, Map::of);
	}

	/**
	 * Make the reading of a data source.
	 * @param dataSource its name
	 * @param value the value
	 * @param summary how things are
	 * @param key what the evidence is a list of
	 * @param evidence who and where
	 * @return the reading, labelled with the data source
	 */
	static AlertReading of(String dataSource, double value, String summary, String key, Supplier<List<?>> evidence) {
		return new AlertReading(Map.of("datasource", dataSource), value, summary, () -> Map.of(key, evidence.get()));
	}

}
