package io.dbmonitor.fault.autoconfigure;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.autoconfigure.MonitorProperties;
import io.dbmonitor.fault.Faults;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the fault counters.
 */
@AutoConfiguration
@ConditionalOnFeature
@EnableConfigurationProperties(MonitorProperties.class)
public final class FaultAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Faults dbmonitorFaults() {
		return new Faults();
	}

}
