package io.dbmonitor.audit.autoconfigure;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.health.AuditHealthIndicator;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the audit's health indicator.
 */
@AutoConfiguration(after = AuditAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(AuditRecorder.class)
@ConditionalOnEnabledHealthIndicator("dbmonitor-audit")
public final class AuditHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AuditHealthIndicator dbmonitorAuditHealthIndicator(AuditRecorder recorder, ObjectProvider<AuditTriggers> triggers,
			ObjectProvider<AuditSeals> seals) {
		return new AuditHealthIndicator(recorder, triggers.getIfAvailable(), seals.getIfAvailable());
	}

}
