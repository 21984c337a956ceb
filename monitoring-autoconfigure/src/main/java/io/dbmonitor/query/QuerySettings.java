package io.dbmonitor.query;

import java.time.Duration;

/**
 * Bounds and thresholds of query tracing.
 *
 * @param maxStatements how many statements to keep for each data source
 * @param maxLength how many characters of a normalised text to keep
 * @param slowThreshold from which time on an execution is slow
 */
public record QuerySettings(int maxStatements, int maxLength, Duration slowThreshold) {

}
