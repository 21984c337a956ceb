package io.dbmonitor.hibernate;

import java.util.function.Consumer;

import io.dbmonitor.audit.AuditedTables;
import io.dbmonitor.audit.ReadSampling;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.DuplicationStrategy;
import org.hibernate.event.service.spi.EventListenerGroup;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

/**
 * Adds the audit's listeners, and those that tell the application's own, to those of a
 * session factory.
 */
final class AuditIntegrator implements Integrator {

	private final AuditParts parts;

	AuditIntegrator(AuditParts parts) {
		this.parts = parts;
	}

	/**
	 * Add the listeners, unless they are there.
	 * @param sessionFactory the session factory, complete
	 */
	void appendTo(SessionFactoryImplementor sessionFactory) {
		appendListenersTo(sessionFactory);
		addTables(sessionFactory);
	}

	private void addTables(SessionFactoryImplementor sessionFactory) {
		try {
			AuditedTables tables = this.parts.tables().get();
			if (tables != null) {
				EntityTables.add(sessionFactory, tables);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.parts.faults().accept(ex);
		}
	}

	private void appendListenersTo(SessionFactoryImplementor sessionFactory) {
		EventListenerRegistry registry = sessionFactory.getEventListenerRegistry();
		registry.addDuplicationStrategy(KeepFirst.INSTANCE);
		ChangeCollector collector = new ChangeCollector(this.parts.recorder());
		Consumer<Throwable> faults = this.parts.faults();
		writes(registry, new EntityEventListener(this.parts.publisher(), faults), new EntityChangeListener(collector));
		collections(registry, new CollectionChangeListener(collector));
		locks(registry, new VersionIncrements(collector));
		ReadSampling reads = this.parts.reads().get();
		if (reads != null && reads.isActive()) {
			registry.appendListeners(EventType.POST_LOAD, new EntityReadListener(collector, reads, faults));
		}
	}

	/**
	 * What the application's listeners set before a write has to be validated, and they
	 * hear last of what was flushed.
	 */
	private static void writes(EventListenerRegistry registry, EntityEventListener events,
			EntityChangeListener changes) {
		around(registry, EventType.PRE_INSERT, events, changes);
		around(registry, EventType.PRE_UPDATE, events, changes);
		around(registry, EventType.PRE_DELETE, events, changes);
		around(registry, EventType.PRE_UPSERT, events, changes);
		registry.appendListeners(EventType.POST_INSERT, changes, events);
		registry.appendListeners(EventType.POST_UPDATE, changes, events);
		registry.appendListeners(EventType.POST_DELETE, changes, events);
		registry.appendListeners(EventType.POST_UPSERT, changes, events);
		EntityEventListener.FlushGuard guard = new EntityEventListener.FlushGuard(events);
		around(registry, EventType.FLUSH, guard, events);
		around(registry, EventType.AUTO_FLUSH, guard, events);
	}

	private static void collections(EventListenerRegistry registry, CollectionChangeListener changes) {
		registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, changes);
		registry.appendListeners(EventType.PRE_COLLECTION_REMOVE, changes);
		registry.appendListeners(EventType.POST_COLLECTION_RECREATE, changes);
	}

	private static void locks(EventListenerRegistry registry, VersionIncrements increments) {
		LockListener before = increments.before();
		LockListener after = increments.after();
		around(registry, EventType.LOAD, before, after);
		around(registry, EventType.POST_LOAD, before, after);
		around(registry, EventType.LOCK, before, after);
	}

	private static <T> void around(EventListenerRegistry registry, EventType<T> type, T first, T last) {
		EventListenerGroup<T> listeners = registry.getEventListenerGroup(type);
		listeners.prependListener(first);
		listeners.appendListener(last);
	}

	@Override
	public void integrate(Metadata metadata, BootstrapContext bootstrapContext,
			SessionFactoryImplementor sessionFactory) {
		appendListenersTo(sessionFactory);
		sessionFactory.addObserver(new SessionFactoryObserver() {

			@Override
			public void sessionFactoryCreated(SessionFactory created) {
				addTables(sessionFactory);
			}

		});
	}

	/** A session factory can come by here twice. */
	private enum KeepFirst implements DuplicationStrategy {

		INSTANCE;

		@Override
		public boolean areMatch(Object listener, Object original) {
			return listener.getClass() == original.getClass()
					&& listener.getClass().getPackage() == AuditIntegrator.class.getPackage();
		}

		@Override
		public Action getAction() {
			return Action.KEEP_ORIGINAL;
		}

	}

}
