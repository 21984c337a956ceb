package io.dbmonitor.plan.autoconfigure;

import java.time.Duration;

import io.dbmonitor.autoconfigure.PropertyRule;
import io.dbmonitor.plan.PlanSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Plans of statements.
 *
 * @param enabled Whether the database is asked for the plans of statements.
 * @param interval Pause between two looks at the plans of slow statements.
 * @param timeout How long to wait for the server, to connect and for one plan.
 */
@ConfigurationProperties("dbmonitor.plan")
public record PlanProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5m") Duration interval,
		@DefaultValue("2s") Duration timeout) {

	public PlanProperties {
		PropertyRule.range("dbmonitor.plan.interval", interval, Duration.ofSeconds(1), Duration.ofDays(1));
		PropertyRule.range("dbmonitor.plan.timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
	}

	PlanSettings settings() {
		return new PlanSettings(this.interval, this.timeout);
	}

}
