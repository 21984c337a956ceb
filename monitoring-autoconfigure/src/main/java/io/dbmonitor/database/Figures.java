package io.dbmonitor.database;

import java.util.List;
import java.util.Map;

/**
 * The figures that one look at the database found. Immutable.
 *
 * @param values what was found; a figure that the database does not tell the monitor's
 * role is not among them
 * @param unread what could not be read this time
 * @param names what a figure is of that is the worst of several, or counts them: such as
 * the name of a sequence
 */
public record Figures(Map<Figure, Double> values, List<Unread> unread, Map<Figure, String> names) {

	public Figures {
		values = Map.copyOf(values);
		unread = List.copyOf(unread);
		names = Map.copyOf(names);
	}

	/**
	 * A part of what an inspector reads that failed while the others went on.
	 *
	 * @param subject what was to be read, such as {@code locks}
	 * @param reason what the database answered
	 */
	public record Unread(String subject, String reason) {
	}

}
