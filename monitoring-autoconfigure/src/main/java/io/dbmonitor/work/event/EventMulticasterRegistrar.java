package io.dbmonitor.work.event;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.Ordered;

/**
 * Has listeners told of by {@link WatchedEventMulticaster} where the application has no
 * multicaster of its own. Decided when all bean definitions are there, whoever brings
 * them: a condition could be asked before the one that brings the application's.
 */
public final class EventMulticasterRegistrar implements BeanFactoryPostProcessor, Ordered {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		String name = AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME;
		if (!beanFactory.containsLocalBean(name) && beanFactory instanceof BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition(name, new RootBeanDefinition(WatchedEventMulticaster.class));
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
