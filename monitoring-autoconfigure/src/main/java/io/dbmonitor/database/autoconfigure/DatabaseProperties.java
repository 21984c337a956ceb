package io.dbmonitor.database.autoconfigure;

import java.time.Duration;

import io.dbmonitor.autoconfigure.PropertyRule;
import io.dbmonitor.database.SamplerSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * State of the database.
 *
 * @param enabled Whether the state of the databases is sampled.
 * @param interval Pause between two samples.
 * @param heavyInterval Pause between two looks at what the databases store, such as
 * tables and indexes; longer in proportion where a look takes more than 300 ms.
 * @param timeout How long to wait for the server, to connect and for the statements of
 * one sample.
 */
@ConfigurationProperties("dbmonitor.database")
public record DatabaseProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration interval,
		@DefaultValue("60s") Duration heavyInterval, @DefaultValue("5s") Duration timeout) {

	public DatabaseProperties {
		PropertyRule.range("dbmonitor.database.interval", interval, Duration.ofMillis(100), Duration.ofHours(1));
		PropertyRule.range("dbmonitor.database.heavy-interval", heavyInterval, Duration.ofSeconds(1),
				Duration.ofDays(1));
		PropertyRule.range("dbmonitor.database.timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(1));
	}

	SamplerSettings settings() {
		return new SamplerSettings(this.interval, this.heavyInterval, this.timeout);
	}

}
