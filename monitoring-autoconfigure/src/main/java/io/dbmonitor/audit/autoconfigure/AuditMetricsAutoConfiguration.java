package io.dbmonitor.audit.autoconfigure;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.audit.metrics.AuditMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of the audit.
 */
@AutoConfiguration(after = AuditAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, AuditRecorder.class })
public final class AuditMetricsAutoConfiguration {

	@Bean
	AuditMeters dbmonitorAuditMeters(AuditRecorder recorder, ObjectProvider<AuditTriggers> triggers,
			ObjectProvider<AuditSeals> seals) {
		return new AuditMeters(recorder, triggers.getIfAvailable(), seals.getIfAvailable());
	}

}
