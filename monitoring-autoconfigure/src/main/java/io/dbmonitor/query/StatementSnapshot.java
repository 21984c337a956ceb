package io.dbmonitor.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.dbmonitor.meter.Rounded;
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
 * @param errorsByState how many calls failed with which SQLState
 * @param rows how many rows were fetched or affected
 * @param time how long executions took
 * @param fetch how long results were read
 * @param batches the batches, or {@code null} where there were none
 * @param recent the figures of the last five minutes
 * @param firstSeen when it was first executed
 * @param lastSeen when it was last executed
 * @param callers who sends it, from samples, the most frequent first
 */
public record StatementSnapshot(String id, String statement, boolean truncated, String operation, List<String> tables,
		String dataSource, long calls, long errors, Map<String, Long> errorsByState, long rows, Time time, Fetch fetch,
		@Nullable Batches batches, Recent recent, Instant firstSeen, Instant lastSeen, List<Caller> callers) {

	/**
	 * A line of the application that sends the statement.
	 *
	 * @param method the class and the method
	 * @param line the line
	 * @param route the unit of work that it was sent for
	 * @param transaction the transaction that it was sent in
	 * @param calls how often, estimated from samples
	 */
	public record Caller(String method, int line, @Nullable String route, @Nullable String transaction, long calls) {
	}

	/**
	 * How long executions took, in milliseconds; quantiles are off by at most
	 * {@value DurationBuckets#MAX_ERROR_PERCENT} %.
	 *
	 * @param total all executions together
	 * @param mean the mean
	 * @param p50 the median
	 * @param p95 the 95th percentile
	 * @param p99 the 99th percentile
	 * @param max the longest
	 */
	public record Time(double total, double mean, double p50, double p95, double p99, double max) {

		static final Time NONE = new Time(0, 0, 0, 0, 0, 0);

		static Time of(Figures figures) {
			return (figures.calls() == 0) ? NONE
					: new Time(Rounded.millis((double) figures.nanos()),
							Rounded.millis((double) figures.nanos() / figures.calls()),
							Rounded.millis(figures.quantile(0.5)), Rounded.millis(figures.quantile(0.95)),
							Rounded.millis(figures.quantile(0.99)), Rounded.millis((double) figures.maxNanos()));
		}

	}

	/**
	 * How long results were read, in milliseconds: from an execution's return until its
	 * last row was read or the result was closed, with what the application did with the
	 * rows meanwhile.
	 *
	 * @param total all executions together
	 * @param mean the mean
	 */
	public record Fetch(double total, double mean) {

		static Fetch of(Figures figures) {
			return new Fetch(Rounded.millis((double) figures.fetchNanos()),
					Rounded.millis((double) figures.fetchNanos() / Math.max(1, figures.calls())));
		}

	}

	/**
	 * The batches that the statement was executed in; each counts as one call.
	 *
	 * @param count how many
	 * @param meanSize how many statements a batch had on average
	 * @param maxSize how many statements the largest had
	 */
	public record Batches(long count, double meanSize, long maxSize) {
	}

	/**
	 * The figures of the last five minutes.
	 *
	 * @param seconds of how many seconds: 200 to 300, less soon after the first execution
	 * @param calls executions
	 * @param errors how many of them failed
	 * @param rows rows fetched or affected
	 * @param time how long executions took
	 * @param fetch how long results were read
	 */
	public record Recent(double seconds, long calls, long errors, long rows, Time time, Fetch fetch) {

		static Recent of(Figures figures) {
			return new Recent(figures.seconds(), figures.calls(), figures.errors(), figures.rows(), Time.of(figures),
					Fetch.of(figures));
		}

	}

	/**
	 * One of the slowest recent executions.
	 *
	 * @param at when it began
	 * @param millis how long it took
	 * @param fetchMillis how long its result was read
	 * @param rows how many rows it returned or affected, {@code null} where not known
	 * @param error what went wrong, or {@code null}
	 * @param route the unit of work that it was sent for
	 * @param transaction the transaction that it was sent in
	 * @param traceId the trace
	 * @param caller the application's line
	 */
	public record SlowExecution(Instant at, double millis, double fetchMillis, @Nullable Long rows,
			@Nullable String error, @Nullable String route, @Nullable String transaction, @Nullable String traceId,
			@Nullable String caller) {
	}

	/**
	 * How many executions lasted how long.
	 *
	 * @param fromMillis at least
	 * @param toMillis less than, {@code null} without end
	 * @param calls how many
	 */
	public record Bucket(double fromMillis, @Nullable Double toMillis, long calls) {
	}

}
