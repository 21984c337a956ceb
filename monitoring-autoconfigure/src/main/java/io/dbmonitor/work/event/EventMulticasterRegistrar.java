package io.dbmonitor.work.event;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Has listeners told of by {@link WatchedEventMulticaster} where the application has no
 * multicaster of its own. Decided behind all configuration: a condition could be asked
 * before the configuration that has one.
 */
public final class EventMulticasterRegistrar implements BeanDefinitionRegistryPostProcessor {

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		String name = AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME;
		if (!registry.containsBeanDefinition(name)) {
			registry.registerBeanDefinition(name, new RootBeanDefinition(WatchedEventMulticaster.class));
		}
	}

}
