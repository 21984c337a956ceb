package io.dbmonitor.alert;

import java.time.Duration;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the log of each change, in one line.
 */
final class AlertLog {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.alerts");

	/** So many of those that the evidence names; the endpoint has them all. */
	private static final int MAX_WHO = 2;

	private static final int MAX_WHO_LENGTH = 250;

	private static final int MAX_LENGTH = 1000;

	void changed(AlertChange change) {
		logger.atLevel(level(change.alert())).log("{}", line(change.alert()));
	}

	/**
	 * Say what changed.
	 * @param alert the alert, as it is from now on
	 * @return one line, however long what it is made of
	 */
	static String line(Alert alert) {
		String line = switch (alert.state()) {
			case PENDING -> subject(alert) + ": " + alert.summary();
			case FIRING -> subject(alert) + ": " + alert.summary() + who(alert);
			case RESOLVED -> subject(alert) + lasted(alert) + ", at last: " + alert.summary();
		};
		return AlertText.oneLine(
				line + ((alert.silence() != null) ? ", silenced until " + alert.silence().until() : ""), MAX_LENGTH);
	}

	private static String subject(Alert alert) {
		return alert.state() + " " + alert.rule() + " " + alert.labels();
	}

	private static String lasted(Alert alert) {
		return (alert.resolvedAt() != null)
				? " after " + Duration.between(alert.since(), alert.resolvedAt()).toSeconds() + " s" : "";
	}

	private static String who(Alert alert) {
		return AlertText.evidence(alert)
			.stream()
			.limit(MAX_WHO)
			.map((who) -> "; " + AlertText.oneLine(who.strip(), MAX_WHO_LENGTH))
			.collect(Collectors.joining());
	}

	private static Level level(Alert alert) {
		return switch (alert.state()) {
			case PENDING -> Level.DEBUG;
			case RESOLVED -> Level.INFO;
			case FIRING -> (alert.severity() == AlertSeverity.CRITICAL) ? Level.ERROR
					: (alert.severity() == AlertSeverity.WARNING) ? Level.WARN : Level.INFO;
		};
	}

}
