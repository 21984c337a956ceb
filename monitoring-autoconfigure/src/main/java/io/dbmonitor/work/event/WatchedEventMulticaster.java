package io.dbmonitor.work.event;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/**
 * Spring's own way to the listeners, by which those that are classes of their own tell of
 * their work. Methods that listen do so by themselves.
 */
final class WatchedEventMulticaster extends SimpleApplicationEventMulticaster {

	private static final ClassValue<String> names = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			return EventWork.name(type, "onApplicationEvent");
		}

	};

	private final EventWork work;

	WatchedEventMulticaster(EventWork work) {
		this.work = work;
	}

	@Override
	protected void invokeListener(ApplicationListener<?> listener, ApplicationEvent event) {
		if (listener instanceof ApplicationListenerMethodAdapter) {
			super.invokeListener(listener, event);
		}
		else {
			this.work.invoke(names.get(AopProxyUtils.ultimateTargetClass(listener)), () -> {
				super.invokeListener(listener, event);
				return null;
			});
		}
	}

}
