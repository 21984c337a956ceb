package io.dbmonitor.meter;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is documented about a meter.
 *
 * @param name the name as Micrometer has it, with dots
 * @param kind the kind of meter
 * @param unit the base unit, {@code seconds} or {@code bytes}, or {@code null} for a
 * number
 * @param description one sentence without its full stop
 * @param tags the keys of its tags, in order
 */
public record MeterInfo(String name, Kind kind, @Nullable String unit, String description, List<String> tags) {

	/**
	 * Describe a counter.
	 * @param name its name
	 * @param description what it counts
	 * @param tags the keys of its tags
	 * @return the description
	 */
	public static MeterInfo counter(String name, String description, String... tags) {
		return new MeterInfo(name, Kind.COUNTER, null, description, List.of(tags));
	}

	/**
	 * Describe a counter of bytes.
	 * @param name its name
	 * @param description what it counts
	 * @param tags the keys of its tags
	 * @return the description
	 */
	public static MeterInfo byteCounter(String name, String description, String... tags) {
		return new MeterInfo(name, Kind.COUNTER, "bytes", description, List.of(tags));
	}

	/**
	 * Describe a gauge of a number.
	 * @param name its name
	 * @param description what it measures
	 * @param tags the keys of its tags
	 * @return the description
	 */
	public static MeterInfo gauge(String name, String description, String... tags) {
		return new MeterInfo(name, Kind.GAUGE, null, description, List.of(tags));
	}

	/**
	 * Describe a gauge of a size.
	 * @param name its name
	 * @param description what it measures
	 * @param tags the keys of its tags
	 * @return the description
	 */
	public static MeterInfo bytes(String name, String description, String... tags) {
		return new MeterInfo(name, Kind.GAUGE, "bytes", description, List.of(tags));
	}

	/**
	 * Describe a gauge of a duration or an age.
	 * @param name its name
	 * @param description what it measures
	 * @param tags the keys of its tags
	 * @return the description
	 */
	public static MeterInfo seconds(String name, String description, String... tags) {
		return new MeterInfo(name, Kind.GAUGE, "seconds", description, List.of(tags));
	}

	/**
	 * Describe a timer.
	 * @param name its name
	 * @param description what it times
	 * @param tags the keys of its tags
	 * @return the description
	 */
	public static MeterInfo timer(String name, String description, String... tags) {
		return new MeterInfo(name, Kind.TIMER, "seconds", description, List.of(tags));
	}

	/**
	 * The kinds of meters.
	 */
	public enum Kind {

		/** Only grows. */
		COUNTER,

		/** Goes up and down. */
		GAUGE,

		/** Counts durations. */
		TIMER

	}

}
