package io.dbmonitor.hibernate.autoconfigure;

import ch.qos.logback.classic.LoggerContext;
import io.dbmonitor.hibernate.HibernateAssociations;
import io.dbmonitor.hibernate.logback.PaginationWarnings;
import io.dbmonitor.query.Association;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.autoconfigure.QueryAutoConfiguration;
import io.dbmonitor.work.CurrentWork;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of what Hibernate knows about statements.
 */
@AutoConfiguration(after = QueryAutoConfiguration.class)
@ConditionalOnClass(SessionFactoryImplementor.class)
@ConditionalOnBean(QueryStatistics.class)
public final class HibernateQueryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(Association.Resolver.class)
	HibernateAssociations dbmonitorHibernateAssociations(ObjectProvider<EntityManagerFactory> factories) {
		return new HibernateAssociations(
				() -> factories.stream().map((factory) -> factory.unwrap(SessionFactoryImplementor.class)));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggerContext.class)
	static class LogbackConfiguration {

		@Bean
		PaginationWarnings dbmonitorPaginationWarnings(QueryStatistics statistics, CurrentWork currentWork) {
			return new PaginationWarnings(statistics, currentWork);
		}

	}

}
