package io.dbmonitor.history.autoconfigure;

import java.time.Duration;

import io.dbmonitor.autoconfigure.PropertyRule;
import io.dbmonitor.history.HistorySettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * History of figures, for the charts of the page.
 *
 * @param enabled Whether figures of the last minutes are kept in memory.
 * @param interval Time from one figure to the next.
 * @param retention How far back figures reach; together with "interval" at most 10,000
 * figures of each kind.
 */
@ConfigurationProperties("dbmonitor.history")
public record HistoryProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration interval,
		@DefaultValue("30m") Duration retention) {

	private static final int MAX_POINTS = 10_000;

	public HistoryProperties {
		PropertyRule.range("dbmonitor.history.interval", interval, Duration.ofMillis(100), Duration.ofHours(1));
		PropertyRule.range("dbmonitor.history.retention", retention, interval, interval.multipliedBy(MAX_POINTS));
	}

	HistorySettings settings() {
		return new HistorySettings(this.interval, this.retention);
	}

}
