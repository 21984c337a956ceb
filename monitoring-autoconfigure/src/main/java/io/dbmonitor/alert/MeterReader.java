package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads any of the application's meters, for rules by property. Where there is
 * Micrometer.
 */
public interface MeterReader {

	/**
	 * Whether there is such a meter by now.
	 * @param meter the meter's name, as Micrometer has it
	 * @param tags tags that it has
	 * @return whether there is
	 */
	boolean knows(String meter, Map<String, String> tags);

	/**
	 * Return the names that come near to one that is not known.
	 * @param meter the name
	 * @return a few names, the nearest first; none where nothing is near
	 */
	List<String> similar(String meter);

	/**
	 * Return the tags of the meters of a name.
	 * @param meter the name
	 * @return a few keys, each with a few of its values
	 */
	Map<String, Set<String>> tags(String meter);

	/**
	 * Return what reads a meter: of a gauge its value, of a counter what it grew by
	 * within the window, of a timer or a summary the mean of what was recorded within the
	 * window, in seconds.
	 * @param meter the meter's name
	 * @param tags tags that it has; several meters can have them, each is a subject
	 * @param window the window
	 * @return reads for one thread; asked again and again
	 */
	Function<Instant, List<AlertReading>> reader(String meter, Map<String, String> tags, Duration window);

}
