package io.dbmonitor.query;

import java.time.Duration;

/**
 * Bounds and thresholds of query tracing.
 *
 * @param maxStatements how many statements to keep for each data source
 * @param maxLength how many characters of a normalised text to keep
 * @param slowThreshold from which time on an execution is slow
 * @param unboundedRows from how many rows on a read without a limit is a finding
 * @param logValues whether listeners are told the values that are bound to parameters
 */
public record QuerySettings(int maxStatements, int maxLength, Duration slowThreshold, int unboundedRows,
		boolean logValues) {

}
