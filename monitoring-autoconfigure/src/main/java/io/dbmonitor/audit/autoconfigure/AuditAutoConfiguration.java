package io.dbmonitor.audit.autoconfigure;

import java.time.InstantSource;

import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditLog;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditScope;
import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.ChangeSetListener;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.EntityModel;
import io.dbmonitor.audit.Masking;
import io.dbmonitor.audit.MemoryChangeSetStore;
import io.dbmonitor.audit.endpoint.AuditSection;
import io.dbmonitor.audit.jdbc.AuditSchema;
import io.dbmonitor.audit.jdbc.ChangeWriter;
import io.dbmonitor.audit.jdbc.JdbcChangeSetStore;
import io.dbmonitor.audit.jdbc.postgresql.PostgresChangeWriter;
import io.dbmonitor.audit.security.SecurityContextActorResolver;
import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.autoconfigure.FaultAutoConfiguration;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.autoconfigure.WorkAutoConfiguration;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
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
	@ConditionalOnProperty(name = "dbmonitor.audit.store", havingValue = "memory", matchIfMissing = true)
	MemoryChangeSetStore dbmonitorChangeSetStore(AuditProperties properties) {
		return new MemoryChangeSetStore(properties.memory().maxChangeSets());
	}

	@Bean
	@ConditionalOnMissingBean
	AuditRecorder dbmonitorAuditRecorder(AuditProperties properties, AuditActorResolver actor, CurrentWork currentWork,
			ObjectProvider<ChangeSetWriter> writer, ObjectProvider<ChangeSetListener> listeners,
			ObjectProvider<InstantSource> clock, Environment environment, Faults faults) {
		AuditSettings settings = new AuditSettings(new AuditScope(properties.include(), properties.exclude()),
				new Masking(properties.mask(), properties.maskKey()), properties.maxValueLength(),
				properties.onFailure(), (properties.instance() != null) ? properties.instance() : instance(environment),
				clock.getIfUnique(InstantSource::system));
		return new AuditRecorder(settings, actor, currentWork, writer.getIfAvailable(),
				listeners.orderedStream().toList(), faults);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty("dbmonitor.audit.log")
	AuditLog dbmonitorAuditLog() {
		return new AuditLog();
	}

	@Bean
	@ConditionalOnMissingBean
	AuditHistory dbmonitorAuditHistory(ChangeSetStore store, ObjectProvider<EntityModel> model) {
		return new AuditHistory(store, model.getIfAvailable(() -> EntityModel.NONE));
	}

	private static String instance(Environment environment) {
		String host = environment.getProperty("HOSTNAME", environment.getProperty("COMPUTERNAME", ""));
		return environment.getProperty("spring.application.name", "application") + "@"
				+ (host.isEmpty() ? String.valueOf(ProcessHandle.current().pid()) : host);
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(SECTION_ORDER)
	AuditSection dbmonitorAuditSection(AuditRecorder recorder, AuditHistory history) {
		return new AuditSection(recorder, history);
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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "dbmonitor.audit.store", havingValue = "jdbc")
	@ConditionalOnMissingBean(ChangeSetStore.class)
	static class JdbcStoreConfiguration {

		@Bean
		JdbcChangeSetStore dbmonitorChangeSetStore(AuditProperties properties, MonitoredDataSources dataSources,
				ObjectProvider<ChangeWriter> writers) {
			return new JdbcChangeSetStore(dataSources, writers.orderedStream().toList(),
					new AuditSchema(properties.jdbc().initializeSchema()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PGConnection.class)
	@ConditionalOnProperty(name = "dbmonitor.audit.store", havingValue = "jdbc")
	static class PostgresStoreConfiguration {

		@Bean
		@ConditionalOnMissingBean
		PostgresChangeWriter dbmonitorPostgresChangeWriter() {
			return new PostgresChangeWriter();
		}

	}

	private static final String SECURITY_CONTEXT = "org.springframework.security.core.context.SecurityContextHolder";

}
