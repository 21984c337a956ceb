package io.dbmonitor.hibernate;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.event.EntityChangePublisher;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.DuplicationStrategy;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;
import org.jspecify.annotations.Nullable;

/**
 * Adds the audit's listeners, and those that tell the application's own, to those of a
 * session factory.
 */
final class AuditIntegrator implements Integrator {

	private static final Set<Class<?>> OWN = Set.of(EntityChangeListener.class, CollectionChangeListener.class,
			EntityEventListener.class, EntityEventListener.FlushGuard.class);

	private final Supplier<@Nullable AuditRecorder> recorder;

	private final Supplier<@Nullable EntityChangePublisher> publisher;

	private final Consumer<Throwable> faults;

	AuditIntegrator(Supplier<@Nullable AuditRecorder> recorder, Supplier<@Nullable EntityChangePublisher> publisher,
			Consumer<Throwable> faults) {
		this.recorder = recorder;
		this.publisher = publisher;
		this.faults = faults;
	}

	/**
	 * Add the listeners, unless they are there.
	 * @param sessionFactory the session factory, under construction or complete
	 */
	void appendTo(SessionFactoryImplementor sessionFactory) {
		EventListenerRegistry registry = sessionFactory.getEventListenerRegistry();
		registry.addDuplicationStrategy(KeepFirst.INSTANCE);
		ChangeCollector collector = new ChangeCollector(this.recorder);
		EntityChangeListener entities = new EntityChangeListener(collector);
		registry.appendListeners(EventType.PRE_INSERT, entities);
		registry.appendListeners(EventType.PRE_UPDATE, entities);
		registry.appendListeners(EventType.PRE_DELETE, entities);
		registry.appendListeners(EventType.PRE_UPSERT, entities);
		registry.appendListeners(EventType.POST_INSERT, entities);
		registry.appendListeners(EventType.POST_UPDATE, entities);
		registry.appendListeners(EventType.POST_DELETE, entities);
		registry.appendListeners(EventType.POST_UPSERT, entities);
		CollectionChangeListener collections = new CollectionChangeListener(collector);
		registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, collections);
		registry.appendListeners(EventType.PRE_COLLECTION_REMOVE, collections);
		registry.appendListeners(EventType.POST_COLLECTION_RECREATE, collections);
		new EntityEventListener(this.publisher, this.faults).register(registry);
	}

	@Override
	public void integrate(Metadata metadata, BootstrapContext bootstrapContext,
			SessionFactoryImplementor sessionFactory) {
		appendTo(sessionFactory);
	}

	/** A session factory can come by here twice. */
	private enum KeepFirst implements DuplicationStrategy {

		INSTANCE;

		@Override
		public boolean areMatch(Object listener, Object original) {
			return listener.getClass() == original.getClass() && OWN.contains(listener.getClass());
		}

		@Override
		public Action getAction() {
			return Action.KEEP_ORIGINAL;
		}

	}

}
