package io.dbmonitor.work.event;

import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.fault.autoconfigure.FaultAutoConfiguration;
import io.dbmonitor.work.CurrentWork;
import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.autoconfigure.WorkAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EventMulticasterRegistrarTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FaultAutoConfiguration.class, WorkAutoConfiguration.class));

	@Test
	void whatAListenerThrowsReachesThePublisherAndTheWorkIsOver() {
		this.runner.withBean(Thrower.class).run((context) -> {
			Thrower thrower = context.getBean(Thrower.class);
			assertThatIllegalStateException().isThrownBy(() -> context.publishEvent(new Event(this)))
				.withMessage("on purpose");
			assertThat(thrower.works).singleElement().satisfies((work) -> {
				assertThat(work.name()).isEqualTo("EventMulticasterRegistrarTests.Thrower.onApplicationEvent");
				assertThat(work.hasEnded()).isTrue();
			});
			assertThat(context.getBean(CurrentWork.class).current()).isNull();
		});
	}

	@Test
	void theApplicationsOwnMulticasterIsKept() {
		ApplicationEventMulticaster own = new SimpleApplicationEventMulticaster();
		this.runner
			.withBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
					ApplicationEventMulticaster.class, () -> own)
			.run((context) -> assertThat(context.getBean(ApplicationEventMulticaster.class)).isSameAs(own));
	}

	@Test
	void theApplicationsOwnMulticasterIsKeptHoweverItIsRegistered() {
		String name = AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME;
		ApplicationEventMulticaster own = new SimpleApplicationEventMulticaster();
		this.runner.withInitializer((context) -> context.getBeanFactory().registerSingleton(name, own))
			.run((context) -> assertThat(context.getBean(ApplicationEventMulticaster.class)).isSameAs(own));
		this.runner.withBean(LateRegistrar.class)
			.run((context) -> assertThat(context.getBean(ApplicationEventMulticaster.class))
				.isExactlyInstanceOf(SimpleApplicationEventMulticaster.class));
	}

	@Test
	void withoutTheMonitorTheMulticasterIsSprings() {
		this.runner.withPropertyValues("dbmonitor.enabled=false")
			.run((context) -> assertThat(context.getBean(ApplicationEventMulticaster.class))
				.isExactlyInstanceOf(SimpleApplicationEventMulticaster.class));
	}

	/** Has a multicaster, and says so late. */
	static class LateRegistrar implements BeanDefinitionRegistryPostProcessor {

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
					new RootBeanDefinition(SimpleApplicationEventMulticaster.class));
		}

	}

	/** Something happened. */
	static class Event extends ApplicationEvent {

		Event(Object source) {
			super(source);
		}

	}

	/** Does not cope with it. */
	static class Thrower implements ApplicationListener<Event> {

		private final CurrentWork currentWork;

		private final List<UnitOfWork> works = new ArrayList<>();

		Thrower(CurrentWork currentWork) {
			this.currentWork = currentWork;
		}

		@Override
		public void onApplicationEvent(Event event) {
			this.works.add(this.currentWork.getOrBegin());
			throw new IllegalStateException("on purpose");
		}

	}

}
