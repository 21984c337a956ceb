package io.dbmonitor.alert;

import java.time.Duration;

/**
 * When a rule's alerts fire.
 *
 * @param severity how bad it is
 * @param threshold the limit of the rule's values
 * @param duration for how long a value has to be beyond it, all the time
 */
public record AlertSettings(AlertSeverity severity, Threshold threshold, Duration duration) {

}
