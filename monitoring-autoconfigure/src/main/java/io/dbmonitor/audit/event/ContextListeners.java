package io.dbmonitor.audit.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.util.ClassUtils;

/**
 * The listeners of a context at one time. Spring's own multicaster neither says whether
 * there is one for an event nor finds, for the event of a subclass, those of the class;
 * this one shares its way of matching. Calls on the thread that tells, whatever executor
 * the context's multicaster has.
 */
final class ContextListeners extends SimpleApplicationEventMulticaster {

	private static final ApplicationEvent ANY_EVENT = new AnyEvent();

	private static final ResolvableType ANY_TYPE = ResolvableType.forClass(AnyEvent.class);

	private final Collection<ApplicationListener<?>> registered;

	private final int size;

	private final Map<Listened, List<ResolvableType>> listened = new ConcurrentHashMap<>();

	ContextListeners(AbstractApplicationContext context) {
		this.registered = context.getApplicationListeners();
		this.size = this.registered.size();
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		setBeanFactory(beanFactory);
		this.registered.forEach(this::addApplicationListener);
		for (String name : beanFactory.getBeanNamesForType(ApplicationListener.class, true, false)) {
			addApplicationListenerBean(name);
		}
	}

	/** Methods become listeners when all beans are there, others at any time. */
	boolean areComplete() {
		return this.registered.size() == this.size;
	}

	boolean hear(Class<?> event, Class<?> entity) {
		return !types(event, entity).isEmpty();
	}

	void tell(EntityChange<?> event) {
		List<ResolvableType> types = types(event.getClass(), event.entityType());
		Set<ApplicationListener<?>> listeners = new LinkedHashSet<>();
		types.forEach((type) -> listeners.addAll(find(type)));
		List<ApplicationListener<?>> ordered = new ArrayList<>(listeners);
		AnnotationAwareOrderComparator.sort(ordered);
		ordered.forEach((listener) -> invokeListener(listener, event));
	}

	/**
	 * An event is one of each type that the entity is; of these those that have
	 * listeners.
	 */
	private List<ResolvableType> types(Class<?> event, Class<?> entity) {
		Listened key = new Listened(event, entity);
		List<ResolvableType> known = this.listened.get(key);
		if (known == null) {
			known = key.types().filter((type) -> !find(type).isEmpty()).toList();
			this.listened.put(key, known);
		}
		return known;
	}

	private Collection<ApplicationListener<?>> find(ResolvableType type) {
		Collection<ApplicationListener<?>> found = new ArrayList<>(getApplicationListeners(ANY_EVENT, type));
		if (!found.isEmpty()) {
			// Who listens to everything does not mean entities, of which there are many
			found.removeAll(getApplicationListeners(ANY_EVENT, ANY_TYPE));
		}
		return found;
	}

	/** An event's class and an entity's. */
	private record Listened(Class<?> event, Class<?> entity) {

		Stream<ResolvableType> types() {
			List<Class<?>> types = new ArrayList<>();
			for (Class<?> type = this.entity; type != null; type = type.getSuperclass()) {
				types.add(type);
			}
			types.addAll(ClassUtils.getAllInterfacesForClassAsSet(this.entity));
			ResolvableType entity = ResolvableType.forClass(this.entity);
			return types.stream()
				.map((type) -> ResolvableType.forClassWithGenerics(this.event, entity.as(type)))
				// Listeners to anything of the event's class would match such a one
				.filter((type) -> !type.hasUnresolvableGenerics());
		}

	}

	/** What only those listen to who listen to everything. */
	private static final class AnyEvent extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		AnyEvent() {
			super(AnyEvent.class);
		}

	}

}
