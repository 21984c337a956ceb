package io.dbmonitor.work.autoconfigure;

import java.util.List;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.autoconfigure.FaultAutoConfiguration;
import io.dbmonitor.work.CallSites;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.TraceIds;
import io.dbmonitor.work.WorkBudgets;
import io.dbmonitor.work.WorkSource;
import io.dbmonitor.work.endpoint.WorkSection;
import io.dbmonitor.work.event.EventMulticasterRegistrar;
import io.dbmonitor.work.event.EventWork;
import io.dbmonitor.work.event.WatchedEventListenerFactory;
import io.dbmonitor.work.observation.ObservedWork;
import io.dbmonitor.work.tracing.CurrentTrace;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Auto-configuration of the entrances of work.
 */
@AutoConfiguration(after = FaultAutoConfiguration.class)
@ConditionalOnClass(TransactionSynchronizationManager.class)
@ConditionalOnFeature
@ImportRuntimeHints(WorkRuntimeHints.class)
public final class WorkAutoConfiguration {

	private static final int SECTION_ORDER = 18;

	@Bean
	@ConditionalOnMissingBean
	WorkBudgets dbmonitorWorkBudgets() {
		return new WorkBudgets();
	}

	@Bean
	@ConditionalOnMissingBean
	CurrentWork dbmonitorCurrentWork(ObjectProvider<WorkSource> sources, ObjectProvider<TraceIds> traceIds,
			WorkBudgets budgets, Faults faults) {
		return new CurrentWork(sources.orderedStream().toList(), traceIds.getIfAvailable(() -> TraceIds.NONE), budgets,
				faults);
	}

	@Bean
	@Lazy
	@Order(SECTION_ORDER)
	WorkSection dbmonitorWorkSection(WorkBudgets budgets) {
		return new WorkSection(budgets);
	}

	@Bean
	@ConditionalOnMissingBean
	CallSites dbmonitorCallSites(BeanFactory beanFactory) {
		return new CallSites(
				AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory) : List.of());
	}

	/** Behind the sources of requests and jobs. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	static EventWork dbmonitorEventWork(ObjectProvider<WorkBudgets> budgets) {
		return new EventWork(budgets::getObject);
	}

	/** Spring asks for these before there are beans. */
	@Bean
	static WatchedEventListenerFactory dbmonitorEventListenerFactory(ObjectProvider<EventListenerFactory> factories,
			EventWork work) {
		return new WatchedEventListenerFactory(factories, work);
	}

	@Bean
	static EventMulticasterRegistrar dbmonitorEventMulticasterRegistrar() {
		return new EventMulticasterRegistrar();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, ObservationRegistryCustomizer.class })
	static class TracingConfiguration {

		@Bean
		@ConditionalOnMissingBean(TraceIds.class)
		CurrentTrace dbmonitorCurrentTrace() {
			return new CurrentTrace();
		}

		/** With the registry comes the tracer, and asking for it earlier is too early. */
		@Bean
		ObservationRegistryCustomizer<ObservationRegistry> dbmonitorTraceObservationRegistryCustomizer(
				CurrentTrace trace, ObjectProvider<Tracer> tracer) {
			return (registry) -> tracer.ifAvailable(trace::use);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationRegistry.class, ObservationRegistryCustomizer.class,
			ScheduledTaskObservationContext.class })
	static class ObservationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@Order(0)
		ObservedWork dbmonitorObservedWork(WorkBudgets budgets) {
			return new ObservedWork(budgets);
		}

		@Bean
		ObservationRegistryCustomizer<ObservationRegistry> dbmonitorObservationRegistryCustomizer(ObservedWork work) {
			return work::observe;
		}

	}

}
