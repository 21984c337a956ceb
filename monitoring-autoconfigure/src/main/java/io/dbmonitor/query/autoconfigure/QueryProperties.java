package io.dbmonitor.query.autoconfigure;

import io.dbmonitor.autoconfigure.PropertyRule;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Query tracing.
 *
 * @param enabled Whether statements are recorded.
 * @param maxStatements How many distinct statements are kept for each data source; the
 * rest counts under "other".
 * @param maxLength How many characters of a statement's normalised text are kept.
 */
@ConfigurationProperties("dbmonitor.query")
public record QueryProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1000") int maxStatements,
		@DefaultValue("2048") int maxLength) {

	public QueryProperties {
		PropertyRule.range("dbmonitor.query.max-statements", maxStatements, 1, 100_000);
		PropertyRule.range("dbmonitor.query.max-length", maxLength, 64, 100_000);
	}

}
