package io.dbmonitor.query.autoconfigure;

import java.time.Duration;

import io.dbmonitor.autoconfigure.PropertyRule;
import io.dbmonitor.query.ExecutionListener.Interest;
import io.dbmonitor.query.QuerySettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Query tracing.
 *
 * @param enabled Whether statements are recorded.
 * @param maxStatements How many distinct statements are kept for each data source; the
 * rest counts under "other".
 * @param maxLength How many characters of a statement's normalised text are kept.
 * @param slowThreshold From which time on an execution is slow.
 * @param unboundedRows From how many rows on a read without a limit is a finding.
 * @param log Which executions are written to the log, by the logger "dbmonitor.query".
 * @param spans Whether each statement is a span, where Micrometer Tracing is there.
 * @param logValues Whether the log shows the values that are bound to parameters.
 */
@ConfigurationProperties("dbmonitor.query")
public record QueryProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1000") int maxStatements,
		@DefaultValue("2048") int maxLength, @DefaultValue("500ms") Duration slowThreshold,
		@DefaultValue("5000") int unboundedRows, @DefaultValue("off") LogMode log,
		@DefaultValue("false") boolean logValues, @DefaultValue("true") boolean spans) {

	/**
	 * Which executions are written to the log.
	 */
	public enum LogMode {

		/** None. */
		OFF(Interest.NONE),

		/** The slow ones. */
		SLOW(Interest.SLOW),

		/** All of them. */
		ALL(Interest.ALL);

		private final Interest interest;

		LogMode(Interest interest) {
			this.interest = interest;
		}

		Interest interest() {
			return this.interest;
		}

	}

	public QueryProperties {
		PropertyRule.range("dbmonitor.query.max-statements", maxStatements, 1, 100_000);
		PropertyRule.range("dbmonitor.query.max-length", maxLength, 64, 100_000);
		PropertyRule.range("dbmonitor.query.slow-threshold", slowThreshold, Duration.ofMillis(1), Duration.ofHours(1));
		PropertyRule.range("dbmonitor.query.unbounded-rows", unboundedRows, 1, Integer.MAX_VALUE);
	}

	/**
	 * Spring asks each bean for it at the start. That of a record would be linked then,
	 * with those of all its parts.
	 */
	@Override
	public int hashCode() {
		return this.maxStatements;
	}

	QuerySettings settings() {
		return new QuerySettings(this.maxStatements, this.maxLength, this.slowThreshold, this.unboundedRows,
				this.logValues && this.log != LogMode.OFF);
	}

}
