package io.dbmonitor.audit.event;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Tells the listeners of an application context, and of those above it, of changes of
 * entities. An entity that nobody listens to costs a look into a map. Safe for use by
 * several threads.
 */
public final class EntityChangePublisher {

	/** How deep changes may go that listeners make of what they hear. */
	private static final int MAX_DEPTH = 50;

	private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

	private final List<Listeners> contexts = new ArrayList<>();

	/**
	 * Make a publisher.
	 * @param context whose listeners are told
	 */
	public EntityChangePublisher(ApplicationContext context) {
		for (ApplicationContext next = context; next != null; next = next.getParent()) {
			if (next instanceof AbstractApplicationContext listening) {
				this.contexts.add(new Listeners(listening));
			}
		}
	}

	/**
	 * Whether anybody listens to {@link BeforeEntityChange} of an entity.
	 * @param entity the entity's class
	 * @return whether it has to be published
	 */
	public boolean isHeardBefore(Class<?> entity) {
		return isHeard(BeforeEntityChange.class, entity);
	}

	/**
	 * Whether anybody listens to {@link AfterEntityChange} of an entity.
	 * @param entity the entity's class
	 * @return whether it has to be published
	 */
	public boolean isHeardAfter(Class<?> entity) {
		return isHeard(AfterEntityChange.class, entity);
	}

	private boolean isHeard(Class<?> event, Class<?> entity) {
		for (Listeners listeners : this.contexts) {
			if (listeners.current().hear(event, entity)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tell of what is about to be written. What a listener throws comes out.
	 * @param change the change
	 * @return whether a listener has seen the entity
	 */
	public boolean publish(BeforeEntityChange<?> change) {
		tell(change);
		return change.isExposed();
	}

	/**
	 * Tell of what was written. What a listener throws comes out.
	 * @param change the change
	 */
	public void publish(AfterEntityChange<?> change) {
		tell(change);
	}

	private void tell(EntityChange<?> change) {
		int outer = this.depth.get();
		if (outer == MAX_DEPTH) {
			throw new IllegalStateException("Listeners of entities' changes go round in a circle: what each of them"
					+ " writes calls the next, " + MAX_DEPTH + " deep, the last time with " + change);
		}
		this.depth.set(outer + 1);
		try {
			this.contexts.forEach((listeners) -> listeners.current().tell(change));
		}
		finally {
			if (outer == 0) {
				this.depth.remove();
			}
			else {
				this.depth.set(outer);
			}
		}
	}

	/** Those of one context: looked up anew when one has come or gone. */
	private static final class Listeners {

		private final AbstractApplicationContext context;

		private volatile @Nullable ContextListeners known;

		Listeners(AbstractApplicationContext context) {
			this.context = context;
		}

		ContextListeners current() {
			ContextListeners listeners = this.known;
			if (listeners == null || !listeners.areComplete()) {
				listeners = new ContextListeners(this.context);
				this.known = listeners;
			}
			return listeners;
		}

	}

}
