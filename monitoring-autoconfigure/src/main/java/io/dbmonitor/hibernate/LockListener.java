package io.dbmonitor.hibernate;

import org.hibernate.LockMode;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;
import org.hibernate.event.spi.LockEvent;
import org.hibernate.event.spi.LockEventListener;
import org.hibernate.event.spi.PostLoadEvent;
import org.hibernate.event.spi.PostLoadEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Hears of the locks that force an increment of a version: of entities that are locked,
 * and of such that are loaded with a lock. One of them stands before Hibernate's own
 * listeners, another one behind; as Hibernate has an optimistic lock wait for the end of
 * the transaction, each of them waits as well, before and behind it.
 */
abstract class LockListener implements LoadEventListener, LockEventListener, PostLoadEventListener {

	private static final long serialVersionUID = 1L;

	/**
	 * The version is about to be incremented, or was.
	 * @param session the session
	 * @param entity a managed entity, or one that is not any more
	 */
	abstract void locked(EventSource session, Object entity);

	@Override
	public void onPostLoad(PostLoadEvent event) {
		if (event.getPersister().isVersioned()) {
			EntityEntry entry = event.getSession().getPersistenceContextInternal().getEntry(event.getEntity());
			if (entry != null) {
				hear(event.getSession(), event.getEntity(), entry.getLockMode());
			}
		}
	}

	@Override
	public void onLoad(LoadEvent event, LoadType loadType) {
		LockMode lockMode = event.getLockOptions().getLockMode();
		if (isForced(lockMode)) {
			hear(event.getSession(), managed(event), lockMode);
		}
	}

	@Override
	public void onLock(LockEvent event) {
		LockMode lockMode = event.getLockOptions().getLockMode();
		if (isForced(lockMode)) {
			hear(event.getSession(), loaded(event), lockMode);
		}
	}

	private static boolean isForced(LockMode lockMode) {
		return lockMode == LockMode.PESSIMISTIC_FORCE_INCREMENT || lockMode == LockMode.OPTIMISTIC_FORCE_INCREMENT;
	}

	/** What is loaded otherwise is heard of once it is. */
	private static @Nullable Object managed(LoadEvent event) {
		EventSource session = event.getSession();
		EntityPersister persister = session.getFactory()
			.getMappingMetamodel()
			.getEntityDescriptor(event.getEntityClassName());
		Object id = event.getEntityId();
		return persister.getIdentifierType().getReturnedClass().isInstance(id)
				? session.getPersistenceContextInternal().getEntity(session.generateEntityKey(id, persister)) : null;
	}

	/** Hibernate loads what a proxy stands for, and increments its version at once. */
	private static @Nullable Object loaded(LockEvent event) {
		LazyInitializer lazy = HibernateProxy.extractLazyInitializer(event.getObject());
		if (lazy == null) {
			return event.getObject();
		}
		return (!lazy.isUninitialized() || lazy.getSession() == event.getSession()) ? lazy.getImplementation() : null;
	}

	private void hear(EventSource session, @Nullable Object entity, LockMode lockMode) {
		if (entity == null) {
			return;
		}
		if (lockMode == LockMode.PESSIMISTIC_FORCE_INCREMENT) {
			locked(session, entity);
		}
		else if (lockMode == LockMode.OPTIMISTIC_FORCE_INCREMENT) {
			session.getTransactionCompletionCallbacks()
				.registerCallback((BeforeCompletionCallback) (completing) -> locked(session, entity));
		}
	}

}
