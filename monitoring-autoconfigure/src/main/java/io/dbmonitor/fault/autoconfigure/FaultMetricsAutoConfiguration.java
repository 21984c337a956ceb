package io.dbmonitor.fault.autoconfigure;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.metrics.FaultMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of the monitor itself.
 */
@AutoConfiguration(after = FaultAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, Faults.class })
public final class FaultMetricsAutoConfiguration {

	@Bean
	FaultMeters dbmonitorFaultMeters(Faults faults) {
		return new FaultMeters(faults);
	}

}
