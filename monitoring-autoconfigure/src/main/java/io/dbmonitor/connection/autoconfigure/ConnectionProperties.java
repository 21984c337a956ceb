package io.dbmonitor.connection.autoconfigure;

import java.time.Duration;

import io.dbmonitor.autoconfigure.PropertyRule;
import io.dbmonitor.connection.LeaseSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Connections and pools.
 *
 * @param enabled Whether pools and the holders of connections are watched.
 * @param interval Pause between two looks at who holds connections.
 * @param leakThreshold How long a connection is held by a thread that does something else
 * before it is suspected to be forgotten.
 */
@ConfigurationProperties("dbmonitor.connection")
public record ConnectionProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration interval,
		@DefaultValue("30s") Duration leakThreshold) {

	public ConnectionProperties {
		PropertyRule.range("dbmonitor.connection.interval", interval, Duration.ofMillis(100), Duration.ofMinutes(1));
		PropertyRule.range("dbmonitor.connection.leak-threshold", leakThreshold, Duration.ofSeconds(1),
				Duration.ofDays(1));
	}

	LeaseSettings settings() {
		return new LeaseSettings(this.interval, this.leakThreshold);
	}

}
