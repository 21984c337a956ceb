package io.dbmonitor.alert;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A rule: what to read, and from when on it is bad. An application adds rules of its own
 * as beans of this type; the properties below {@code dbmonitor.alert.rules.<name>} hold
 * for them too.
 */
public interface AlertRule {

	/**
	 * Return what the rule is called.
	 * @return a name in lower case, with hyphens, that no other rule has
	 */
	String name();

	/**
	 * Return when the rule fires unless properties say otherwise.
	 * @return the settings
	 */
	AlertSettings settings();

	/**
	 * Read all subjects. Called by one thread, the monitor's, again and again: must
	 * answer from memory. What it throws is counted, and its alerts stay as they are.
	 * @param now the time
	 * @return the readings. A subject that is not among them is gone: its alert is over
	 * as if its value were good
	 */
	List<AlertReading> read(Instant now);

	/**
	 * Make a rule.
	 * @param name its name
	 * @param settings when it fires
	 * @param readings reads all subjects, see {@link #read(Instant)}
	 * @return the rule
	 */
	static AlertRule of(String name, AlertSettings settings, Function<Instant, List<AlertReading>> readings) {
		return new SuppliedRule(name, settings, readings);
	}

}
