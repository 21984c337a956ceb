package io.dbmonitor.audit.autoconfigure;

import java.time.InstantSource;

import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.Masking;
import io.dbmonitor.audit.MemoryChangeSetStore;
import io.dbmonitor.audit.endpoint.AuditSection;
import io.dbmonitor.audit.security.SecurityContextActorResolver;
import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.autoconfigure.FaultAutoConfiguration;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.autoconfigure.WorkAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Auto-configuration of the audit, for applications that have entities.
 */
@AutoConfiguration(after = { FaultAutoConfiguration.class, WorkAutoConfiguration.class },
		afterName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnClass(TransactionSynchronizationManager.class)
@ConditionalOnBean(type = "jakarta.persistence.EntityManagerFactory")
@ConditionalOnFeature("audit")
@EnableConfigurationProperties(AuditProperties.class)
@ImportRuntimeHints(AuditRuntimeHints.class)
public final class AuditAutoConfiguration {

	private static final int SECTION_ORDER = 40;

	@Bean
	@ConditionalOnMissingBean(ChangeSetStore.class)
	MemoryChangeSetStore dbmonitorChangeSetStore(AuditProperties properties) {
		return new MemoryChangeSetStore(properties.memory().maxChangeSets());
	}

	@Bean
	@ConditionalOnMissingBean
	AuditRecorder dbmonitorAuditRecorder(ChangeSetStore store, AuditProperties properties, AuditActorResolver actor,
			CurrentWork currentWork, Faults faults) {
		return new AuditRecorder(store, new Masking(properties.mask()), actor, currentWork, InstantSource.system(),
				faults);
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(SECTION_ORDER)
	AuditSection dbmonitorAuditSection(AuditRecorder recorder, ChangeSetStore store) {
		return new AuditSection(recorder, store);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = SECURITY_CONTEXT)
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(AuditActorResolver.class)
		SecurityContextActorResolver dbmonitorAuditActorResolver() {
			return new SecurityContextActorResolver();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(SECURITY_CONTEXT)
	static class NoSecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AuditActorResolver dbmonitorAuditActorResolver() {
			return () -> null;
		}

	}

	private static final String SECURITY_CONTEXT = "org.springframework.security.core.context.SecurityContextHolder";

}
