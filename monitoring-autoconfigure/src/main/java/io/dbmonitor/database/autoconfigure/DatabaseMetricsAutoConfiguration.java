package io.dbmonitor.database.autoconfigure;

import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.metrics.DatabaseMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of the database's state.
 */
@AutoConfiguration(after = DatabaseAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, DatabaseMonitor.class })
public final class DatabaseMetricsAutoConfiguration {

	@Bean
	DatabaseMeters dbmonitorDatabaseMeters(DatabaseMonitor monitor) {
		return new DatabaseMeters(monitor);
	}

}
