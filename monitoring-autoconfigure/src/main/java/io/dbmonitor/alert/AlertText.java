package io.dbmonitor.alert;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An alert in words, for people.
 */
public final class AlertText {

	private AlertText() {
	}

	/**
	 * Say in one line what it is.
	 * @param alert the alert
	 * @return such as {@code FIRING warning lock-wait (datasource=dataSource)}
	 */
	public static String title(Alert alert) {
		return alert.state() + " " + alert.severity().id() + " " + alert.rule() + labels(alert);
	}

	/**
	 * Say since when, and how long it took where it is over.
	 * @param alert the alert
	 * @return such as {@code since 2026-01-31T12:00:00Z, resolved after 70 s}
	 */
	public static String time(Alert alert) {
		String since = "since " + alert.since().truncatedTo(ChronoUnit.SECONDS);
		return (alert.resolvedAt() == null) ? since
				: since + ", resolved after " + Duration.between(alert.since(), alert.resolvedAt()).toSeconds() + " s";
	}

	/**
	 * Make one line of what others can have written, such as a program that gives itself
	 * a name in the database.
	 * @param text the text
	 * @param max how many characters to keep
	 * @return the text without what breaks a line or cannot be seen, cut where it is too
	 * long
	 */
	public static String oneLine(String text, int max) {
		String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
		return (line.length() <= max) ? line : line.substring(0, max) + "…";
	}

	/**
	 * Say who and where.
	 * @param alert the alert
	 * @return a line for each that its evidence names, those that wait for it indented
	 * below
	 */
	public static List<String> evidence(Alert alert) {
		return Evidence.lines(alert.evidence());
	}

	private static String labels(Alert alert) {
		return alert.labels().isEmpty() ? ""
				: alert.labels()
					.entrySet()
					.stream()
					.map((label) -> label.getKey() + "=" + label.getValue())
					.sorted()
					.collect(Collectors.joining(", ", " (", ")"));
	}

}
