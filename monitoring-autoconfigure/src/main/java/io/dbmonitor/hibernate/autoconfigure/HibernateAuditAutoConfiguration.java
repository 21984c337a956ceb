package io.dbmonitor.hibernate.autoconfigure;

import io.dbmonitor.audit.AuditBaseline;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedTables;
import io.dbmonitor.audit.MapperStatements;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.EntityModel;
import io.dbmonitor.audit.EntityRows;
import io.dbmonitor.audit.HistoryIndex;
import io.dbmonitor.audit.ReadSampling;
import io.dbmonitor.audit.autoconfigure.AuditAutoConfiguration;
import io.dbmonitor.audit.event.EntityChangePublisher;
import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.hibernate.AuditEntityManagerFactoryPostProcessor;
import io.dbmonitor.hibernate.AuditParts;
import io.dbmonitor.hibernate.HibernateRows;
import io.dbmonitor.hibernate.HibernateBaseline;
import io.dbmonitor.hibernate.HibernateStatements;
import io.dbmonitor.hibernate.HibernateEntityModel;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Auto-configuration of the audit's Hibernate listeners, and of the application's events
 * that they make.
 */
@AutoConfiguration(after = AuditAutoConfiguration.class)
@ConditionalOnClass({ SessionFactoryImplementor.class, AbstractEntityManagerFactoryBean.class })
@ConditionalOnFeature("audit")
public final class HibernateAuditAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(AuditRecorder.class)
	static class ModelConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean(EntityModel.class)
		HibernateEntityModel dbmonitorEntityModel(ObjectProvider<EntityManagerFactory> factories,
				AuditRecorder recorder) {
			return new HibernateEntityModel(factories::stream, recorder);
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean(EntityRows.class)
		@ConditionalOnBean(AuditedTables.class)
		HibernateRows dbmonitorEntityRows(ObjectProvider<EntityManagerFactory> factories, AuditedTables tables,
				AuditRecorder recorder) {
			return new HibernateRows(factories::stream, tables, recorder);
		}

		@Bean
		@ConditionalOnBean(HistoryIndex.class)
		@ConditionalOnMissingBean(AuditBaseline.class)
		HibernateBaseline dbmonitorAuditBaseline(ObjectProvider<EntityManagerFactory> factories, AuditRecorder recorder,
				HistoryIndex histories) {
			return new HibernateBaseline(factories::stream, recorder, histories);
		}

	}

	@Bean
	@ConditionalOnMissingBean
	MapperStatements dbmonitorMapperStatements() {
		return new HibernateStatements();
	}

	@Bean
	static AuditEntityManagerFactoryPostProcessor dbmonitorAuditEntityManagerFactoryPostProcessor(
			ObjectProvider<AuditRecorder> recorder, ObjectProvider<ChangeSetWriter> writer,
			ObjectProvider<ReadSampling> reads, ObjectProvider<AuditedTables> tables,
			ObjectProvider<EntityChangePublisher> publisher, ObjectProvider<Faults> faults) {
		return new AuditEntityManagerFactoryPostProcessor(new AuditParts(recorder::getIfAvailable,
				writer::getIfAvailable, reads::getIfAvailable, tables::getIfAvailable, publisher::getIfAvailable,
				(fault) -> faults.getObject().report(Feature.AUDIT, fault)));
	}

	@Bean
	EntityChangePublisher dbmonitorEntityChangePublisher(ApplicationContext context) {
		return new EntityChangePublisher(context);
	}

}
