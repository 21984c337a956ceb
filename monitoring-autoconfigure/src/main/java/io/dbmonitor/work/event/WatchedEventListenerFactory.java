package io.dbmonitor.work.event;

import java.lang.reflect.Method;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.transaction.event.TransactionalApplicationListenerMethodAdapter;

/**
 * Makes the listeners for {@code @EventListener} and {@code @TransactionalEventListener}
 * methods that tell of their work. It asks the application's other factories first, and
 * leaves alone what is no listener of Spring's own class.
 */
public final class WatchedEventListenerFactory implements EventListenerFactory, Ordered {

	private final ObjectProvider<EventListenerFactory> factories;

	private final EventWork work;

	/**
	 * Make a factory.
	 * @param factories all there are, this one too
	 * @param work told of what the listeners do
	 */
	public WatchedEventListenerFactory(ObjectProvider<EventListenerFactory> factories, EventWork work) {
		this.factories = factories;
		this.work = work;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supportsMethod(Method method) {
		return supporting(method).findAny().isPresent();
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		ApplicationListener<?> listener = supporting(method).findFirst()
			.orElseThrow()
			.createApplicationListener(beanName, type, method);
		if (listener.getClass() == ApplicationListenerMethodAdapter.class) {
			return new WatchedListener(beanName, type, method, this.work);
		}
		if (listener.getClass() == TransactionalApplicationListenerMethodAdapter.class) {
			return new WatchedTransactionalListener(beanName, type, method, this.work);
		}
		return listener;
	}

	private Stream<EventListenerFactory> supporting(Method method) {
		return this.factories.orderedStream()
			.filter((factory) -> !(factory instanceof WatchedEventListenerFactory) && factory.supportsMethod(method));
	}

	private static final class WatchedListener extends ApplicationListenerMethodAdapter {

		private final String name;

		private final EventWork work;

		WatchedListener(String beanName, Class<?> type, Method method, EventWork work) {
			super(beanName, type, method);
			this.name = EventWork.name(type, method.getName());
			this.work = work;
		}

		@Override
		protected @Nullable Object doInvoke(@Nullable Object... args) {
			return this.work.invoke(this.name, () -> super.doInvoke(args));
		}

	}

	private static final class WatchedTransactionalListener extends TransactionalApplicationListenerMethodAdapter {

		private final String name;

		private final EventWork work;

		WatchedTransactionalListener(String beanName, Class<?> type, Method method, EventWork work) {
			super(beanName, type, method);
			this.name = EventWork.name(type, method.getName());
			this.work = work;
		}

		@Override
		protected @Nullable Object doInvoke(@Nullable Object... args) {
			return this.work.invoke(this.name, () -> super.doInvoke(args));
		}

	}

}
