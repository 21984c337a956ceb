package io.dbmonitor.alert;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the log of each change.
 */
final class AlertLog {

	private static final Logger logger = LoggerFactory.getLogger("dbmonitor.alerts");

	void changed(AlertChange change) {
		Alert alert = change.alert();
		logger.atLevel(level(alert))
			.log("{} {} {}: {}{}", alert.state(), alert.rule(), alert.labels(), alert.summary(),
					(alert.silence() != null) ? ", silenced until " + alert.silence().until() : "");
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
