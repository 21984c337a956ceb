package io.dbmonitor.audit.autoconfigure;

import java.time.InstantSource;

import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditHolds;
import io.dbmonitor.audit.AuditLog;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditScope;
import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.AuditedTables;
import io.dbmonitor.audit.ChangeSetListener;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.EntityModel;
import io.dbmonitor.audit.EntityRows;
import io.dbmonitor.audit.Masking;
import io.dbmonitor.audit.MemoryChangeSetStore;
import io.dbmonitor.audit.ReadQueue;
import io.dbmonitor.audit.ReadSampling;
import io.dbmonitor.audit.endpoint.AuditSection;
import io.dbmonitor.audit.jdbc.AuditRetention;
import io.dbmonitor.audit.jdbc.AuditSchema;
import io.dbmonitor.audit.jdbc.ChangeWriter;
import io.dbmonitor.audit.jdbc.JdbcChangeSetStore;
import io.dbmonitor.audit.jdbc.JdbcHolds;
import io.dbmonitor.audit.jdbc.RemovalRecord;
import io.dbmonitor.audit.jdbc.RetentionSettings;
import io.dbmonitor.audit.jdbc.postgresql.PostgresChangeWriter;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealSettings;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealedRemovals;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.audit.jdbc.postgresql.trigger.TriggerSettings;
import io.dbmonitor.audit.security.SecurityContextActorResolver;
import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.autoconfigure.PropertyRule;
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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
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
	@ConditionalOnBooleanProperty(name = { "dbmonitor.audit.statements.enabled", "dbmonitor.query.enabled" },
			matchIfMissing = true)
	AuditedTables dbmonitorAuditedTables(MonitoredDataSources dataSources) {
		return new AuditedTables(dataSources);
	}

	@Bean
	@ConditionalOnMissingBean
	ReadSampling dbmonitorReadSampling(AuditProperties properties) {
		return new ReadSampling(properties.reads());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ChangeSetWriter.class)
	ReadQueue dbmonitorReadQueue(MonitoredDataSources dataSources, ReadSampling sampling, ChangeSetWriter writer,
			Faults faults) {
		return new ReadQueue(dataSources, sampling, writer, faults);
	}

	@Bean
	@ConditionalOnMissingBean
	AuditRecorder dbmonitorAuditRecorder(AuditProperties properties, AuditActorResolver actor, CurrentWork currentWork,
			ObjectProvider<ChangeSetWriter> writer, ObjectProvider<ReadQueue> readQueue,
			ObjectProvider<ChangeSetListener> listeners, ObjectProvider<InstantSource> clock, Environment environment,
			Faults faults) {
		AuditSettings settings = new AuditSettings(new AuditScope(properties.include(), properties.exclude()),
				new Masking(properties.mask(), properties.maskKey()), properties.maxValueLength(),
				properties.onFailure(), (properties.instance() != null) ? properties.instance() : instance(environment),
				clock.getIfUnique(InstantSource::system));
		return new AuditRecorder(settings, actor, currentWork, writer.getIfAvailable(), readQueue.getIfAvailable(),
				listeners.orderedStream().toList(), faults);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty("dbmonitor.audit.log")
	AuditLog dbmonitorAuditLog() {
		return new AuditLog();
	}

	@Bean
	@Lazy
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
	@Lazy
	@Order(SECTION_ORDER)
	AuditSection dbmonitorAuditSection(AuditRecorder recorder, ReadSampling reads, ObjectProvider<AuditedTables> tables,
			AuditHistory history, ObjectProvider<AuditTriggers> triggers, ObjectProvider<AuditSeals> seals) {
		return new AuditSection(recorder, reads, tables.getIfAvailable() != null, history, triggers.getIfAvailable(),
				seals.getIfAvailable());
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
				ObjectProvider<ChangeWriter> writers, AuditSchema schema) {
			return new JdbcChangeSetStore(dataSources, writers.orderedStream().toList(), schema);
		}

		@Bean
		RetentionSettings dbmonitorAuditRetentionSettings(AuditProperties properties,
				ObjectProvider<InstantSource> clock) {
			AuditProperties.Retention retention = properties.jdbc().retention();
			return new RetentionSettings(retention.age(), retention.interval(), retention.pause(),
					properties.jdbc().partitioned(), clock.getIfUnique(InstantSource::system));
		}

		@Bean
		AuditSchema dbmonitorAuditSchema(AuditProperties properties, RetentionSettings retention) {
			return new AuditSchema(properties.jdbc().initializeSchema(), retention, properties.jdbc().seal().enabled(),
					properties.triggers().enabled());
		}

		@Bean
		AuditRetention dbmonitorAuditRetention(MonitoredDataSources dataSources, AuditSchema schema,
				RetentionSettings settings, ObjectProvider<RemovalRecord> removals, Faults faults) {
			return new AuditRetention(dataSources, schema, settings, removals.getIfAvailable(() -> RemovalRecord.NONE),
					faults);
		}

		@Bean
		@ConditionalOnMissingBean(AuditHolds.class)
		JdbcHolds dbmonitorAuditHolds(MonitoredDataSources dataSources, AuditSchema schema,
				ObjectProvider<EntityModel> model, AuditActorResolver actor, RetentionSettings settings) {
			return new JdbcHolds(dataSources, schema, model.getIfAvailable(() -> EntityModel.NONE), actor,
					settings.clock());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("dbmonitor.audit.triggers.enabled")
	static class TriggerConfiguration {

		private static final String ENABLED = "dbmonitor.audit.triggers.enabled";

		@Bean
		@ConditionalOnMissingBean
		AuditTriggers dbmonitorAuditTriggers(AuditProperties properties, MonitoredDataSources dataSources,
				ObjectProvider<EntityRows> rows, ObjectProvider<AuditedTables> tables, AuditRecorder recorder,
				Faults faults) {
			AuditProperties.Triggers triggers = properties.triggers();
			PropertyRule.needs(ENABLED, true, properties.store() == AuditProperties.Store.JDBC,
					"dbmonitor.audit.store=jdbc, as what triggers record is kept beside the changes that the application knows of");
			PropertyRule.needs(ENABLED, true, tables.getIfAvailable() != null,
					"dbmonitor.audit.statements.enabled and dbmonitor.query.enabled, as what the application writes past Hibernate would count as bypassing it");
			return new AuditTriggers(dataSources, rows.getIfAvailable(() -> EntityRows.NONE),
					new TriggerSettings(triggers.tables(), triggers.initializeSchema(), triggers.interval(),
							triggers.patience()),
					recorder, faults);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("dbmonitor.audit.jdbc.seal.enabled")
	static class SealConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AuditSeals dbmonitorAuditSeals(AuditProperties properties, MonitoredDataSources dataSources,
				ApplicationEventPublisher events, Faults faults) {
			PropertyRule.needs("dbmonitor.audit.jdbc.seal.enabled", true,
					properties.store() == AuditProperties.Store.JDBC,
					"dbmonitor.audit.store=jdbc, as what is in memory is gone with the process");
			return new AuditSeals(dataSources, settings(properties), events, faults);
		}

		@Bean
		SealedRemovals dbmonitorSealedRemovals(AuditProperties properties, Faults faults) {
			return new SealedRemovals(settings(properties), faults);
		}

		private static SealSettings settings(AuditProperties properties) {
			AuditProperties.Seal seal = properties.jdbc().seal();
			return new SealSettings(seal.key(), seal.interval(), seal.verifyInterval());
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
