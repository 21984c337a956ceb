package io.dbmonitor.audit.autoconfigure;

import java.time.InstantSource;
import java.util.Optional;

import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.jpa.repository.config.EnableJpaAuditing;

/**
 * What Spring Data's auditing is made of, to be imported in this order.
 */
abstract class SpringDataAuditingConfigurations {

	private SpringDataAuditingConfigurations() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(AuditorAware.class)
	static class ActorConfiguration {

		@Bean
		AuditorAware<String> dbmonitorAuditorAware(AuditActorResolver actor, Faults faults) {
			return () -> {
				try {
					return Optional.ofNullable(actor.resolve());
				}
				catch (RuntimeException | LinkageError ex) {
					faults.report(Feature.AUDIT, ex);
					return Optional.empty();
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(DateTimeProvider.class)
	static class ClockConfiguration {

		@Bean
		DateTimeProvider dbmonitorDateTimeProvider(ObjectProvider<InstantSource> clock) {
			InstantSource source = clock.getIfUnique(InstantSource::system);
			return () -> Optional.of(source.instant());
		}

	}

	/** Of several auditors or clocks only the application knows which. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnSingleCandidate(AuditorAware.class)
	static class EnablingConfiguration {

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnSingleCandidate(DateTimeProvider.class)
		@EnableJpaAuditing
		static class ClockedConfiguration {

			@Bean(ConfigurableObjects.BEAN_NAME)
			@ConditionalOnMissingBean(name = ConfigurableObjects.BEAN_NAME)
			static ConfigurableObjects dbmonitorConfigurableObjects() {
				return new ConfigurableObjects();
			}

			/**
			 * With the handler the start would wait for an entity manager factory that is
			 * built in the background.
			 */
			@Bean
			static BeanFactoryPostProcessor dbmonitorLazyJpaAuditingHandler() {
				return (beanFactory) -> beanFactory.getBeanDefinition("jpaAuditingHandler").setLazyInit(true);
			}

		}

	}

}
