package io.dbmonitor.query;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The figures of one fingerprint on one data source at one moment, as the section
 * {@code queries} shows them.
 *
 * @param id identifies the fingerprint and the data source; stable across restarts
 * @param statement the normalised text
 * @param truncated whether the text was cut
 * @param operation what the statement does
 * @param tables the tables it names
 * @param dataSource the data source's name
 * @param calls how often it was executed, failed executions among them; a batch is one
 * call
 * @param errors how many of the calls failed
 * @param rows how many rows were fetched or affected
 * @param time how long executions took
 * @param firstSeen when it was first executed
 * @param lastSeen when it was last executed
 * @param callers who sends it, from samples, the most frequent first
 */
public record StatementSnapshot(String id, String statement, boolean truncated, String operation, List<String> tables,
		String dataSource, long calls, long errors, long rows, Time time, Instant firstSeen, Instant lastSeen,
		List<Caller> callers) {

	/**
	 * A line of the application that sends the statement.
	 *
	 * @param method the class and the method
	 * @param line the line
	 * @param route the unit of work that it was sent for
	 * @param calls how often, estimated from samples
	 */
	public record Caller(String method, int line, @Nullable String route, long calls) {
	}

	/**
	 * How long executions took, in milliseconds; quantiles are off by at most 3.2 %.
	 *
	 * @param total all executions together
	 * @param mean the mean
	 * @param p50 the median
	 * @param p95 the 95th percentile
	 * @param p99 the 99th percentile
	 * @param max the longest
	 */
	public record Time(double total, double mean, double p50, double p95, double p99, double max) {
	}

}
