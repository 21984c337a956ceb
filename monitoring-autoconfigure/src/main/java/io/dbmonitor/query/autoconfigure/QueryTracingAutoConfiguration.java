package io.dbmonitor.query.autoconfigure;

import io.dbmonitor.query.ExecutionTracer;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.metrics.NoStatementTimer;
import io.dbmonitor.query.observation.ObservedExecutions;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of spans for statements.
 */
@AutoConfiguration(after = QueryAutoConfiguration.class)
@ConditionalOnClass({ Tracer.class, ObservationRegistryCustomizer.class })
@ConditionalOnBean(QueryStatistics.class)
@ConditionalOnBooleanProperty(name = "dbmonitor.query.spans", matchIfMissing = true)
public final class QueryTracingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ExecutionTracer.Factory.class)
	ObservedExecutions dbmonitorObservedExecutions() {
		return new ObservedExecutions();
	}

	@Bean
	ObservationRegistryCustomizer<ObservationRegistry> dbmonitorQueryObservationRegistryCustomizer(
			ObservedExecutions executions, ObjectProvider<Tracer> tracer) {
		return (registry) -> {
			// Without a tracing library Spring Boot puts one there that does nothing
			if (tracer.getIfAvailable(() -> Tracer.NOOP) != Tracer.NOOP) {
				executions.observe(registry);
			}
		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterObservationHandler.class)
	static class MeterConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		NoStatementTimer dbmonitorNoStatementTimer() {
			return new NoStatementTimer();
		}

	}

}
