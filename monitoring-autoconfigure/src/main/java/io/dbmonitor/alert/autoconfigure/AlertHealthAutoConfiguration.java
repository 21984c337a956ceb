package io.dbmonitor.alert.autoconfigure;

import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.health.AlertHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the health contributor {@code dbmonitor}.
 */
@AutoConfiguration(after = AlertAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Alerts.class)
@ConditionalOnEnabledHealthIndicator("dbmonitor")
public final class AlertHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AlertHealthIndicator dbmonitorHealthIndicator(Alerts alerts, AlertProperties properties, Environment environment) {
		return new AlertHealthIndicator(alerts, HealthStatuses.checked(properties.healthStatus(), environment));
	}

}
