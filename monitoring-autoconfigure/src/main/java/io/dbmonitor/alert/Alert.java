package io.dbmonitor.alert;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An alert at one moment. Immutable.
 *
 * @param rule the rule's name
 * @param labels tell it from the rule's other alerts
 * @param state where it stands
 * @param severity how bad it is
 * @param threshold the limit that its value is beyond
 * @param since since when the value is, or was, beyond it
 * @param resolvedAt when it resolved; {@code null} before
 * @param value the last value beyond the threshold
 * @param summary how things were then, a sentence without its full stop
 * @param evidence who and where it was then: maps, lists, strings, numbers and booleans
 * @param silence what keeps it from being told; {@code null} where nothing does
 */
public record Alert(String rule, Map<String, String> labels, AlertState state, AlertSeverity severity,
		Threshold threshold, Instant since, @Nullable Instant resolvedAt, double value, String summary,
		Map<String, Object> evidence, @Nullable Silence silence) {

}
