package io.dbmonitor.query.autoconfigure;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.metrics.QueryMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of executed statements.
 */
@AutoConfiguration(after = QueryAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, QueryStatistics.class })
public final class QueryMetricsAutoConfiguration {

	@Bean
	QueryMeters dbmonitorQueryMeters(Faults faults) {
		return new QueryMeters(faults);
	}

}
