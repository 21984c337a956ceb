package io.dbmonitor.query.autoconfigure;

import java.time.Duration;

import io.dbmonitor.autoconfigure.PropertyRule;
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
 */
@ConfigurationProperties("dbmonitor.query")
public record QueryProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1000") int maxStatements,
		@DefaultValue("2048") int maxLength, @DefaultValue("500ms") Duration slowThreshold) {

	public QueryProperties {
		PropertyRule.range("dbmonitor.query.max-statements", maxStatements, 1, 100_000);
		PropertyRule.range("dbmonitor.query.max-length", maxLength, 64, 100_000);
		PropertyRule.range("dbmonitor.query.slow-threshold", slowThreshold, Duration.ofMillis(1), Duration.ofHours(1));
	}

	QuerySettings settings() {
		return new QuerySettings(this.maxStatements, this.maxLength, this.slowThreshold);
	}

}
