package io.dbmonitor.alert;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Tells somebody of alerts. An application adds ways of its own as beans of this type.
 * Each notifier has a thread and a bounded queue of its own, so one that waits delays
 * nobody else.
 */
public interface AlertNotifier {

	/**
	 * Return what the notifier is called in meters and in the log.
	 * @return a name in lower case
	 */
	String name();

	/**
	 * Tell somebody of an alert that fires, or of one that was told and has resolved. Is
	 * interrupted when the application stops.
	 * @param alert the alert
	 * @throws Exception if it could not be told: it is tried again a few times, with
	 * growing pauses
	 */
	void send(Alert alert) throws Exception;

	/**
	 * Return how often alerts that fire are told again.
	 * @return the pause, {@code null} where once is enough
	 */
	default @Nullable Duration resendInterval() {
		return null;
	}

}
