package io.dbmonitor.alert.autoconfigure;

import io.dbmonitor.alert.AlertWatch;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.MeterReader;
import io.dbmonitor.alert.metrics.AlertMeters;
import io.dbmonitor.alert.metrics.RegistryMeterReader;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the meters of the alerts, and of what reads meters for rules.
 */
@AutoConfiguration(after = AlertAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, Alerts.class })
public final class AlertMetricsAutoConfiguration {

	@Bean
	AlertMeters dbmonitorAlertMeters(Alerts alerts, AlertWatch watch) {
		return new AlertMeters(alerts, watch);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(MeterReader.class)
	RegistryMeterReader dbmonitorMeterReader(MeterRegistry registry) {
		return new RegistryMeterReader(registry);
	}

}
