package io.dbmonitor.hibernate;

import java.util.function.Supplier;

import io.dbmonitor.audit.AuditRecorder;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.DuplicationStrategy;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;
import org.jspecify.annotations.Nullable;

/**
 * Appends the audit's listeners to those of a session factory.
 */
final class AuditIntegrator implements Integrator {

	private final Supplier<@Nullable AuditRecorder> recorder;

	AuditIntegrator(Supplier<@Nullable AuditRecorder> recorder) {
		this.recorder = recorder;
	}

	/**
	 * Append the listeners, unless they are there.
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
			return (listener instanceof EntityChangeListener && original instanceof EntityChangeListener)
					|| (listener instanceof CollectionChangeListener && original instanceof CollectionChangeListener);
		}

		@Override
		public Action getAction() {
			return Action.KEEP_ORIGINAL;
		}

	}

}
