package io.dbmonitor.connection.autoconfigure;

import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.connection.metrics.ConnectionMeters;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of pools and leases.
 */
@AutoConfiguration(after = ConnectionAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, Leases.class })
public final class ConnectionMetricsAutoConfiguration {

	@Bean
	ConnectionMeters dbmonitorConnectionMeters(MonitoredDataSources dataSources, Pools pools, Leases leases) {
		return new ConnectionMeters(dataSources, pools, leases);
	}

}
