package io.dbmonitor.alert;

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
