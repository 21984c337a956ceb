package io.dbmonitor.hibernate;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.event.AfterEntityChange;
import io.dbmonitor.audit.event.BeforeEntityChange;
import io.dbmonitor.audit.event.EntityChangePublisher;
import org.hibernate.FlushMode;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.AutoFlushEvent;
import org.hibernate.event.spi.AutoFlushEventListener;
import org.hibernate.event.spi.FlushEvent;
import org.hibernate.event.spi.FlushEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the application's events of Hibernate's. What a listener throws reaches the
 * application: Hibernate's own way of a veto would skip the statement and go on.
 */
final class EntityEventListener implements EntityWriteListener, FlushEventListener, AutoFlushEventListener {

	private static final long serialVersionUID = 1L;

	private final transient Supplier<@Nullable EntityChangePublisher> publishers;

	private final transient Consumer<Throwable> faults;

	private transient volatile @Nullable EntityChangePublisher publisher;

	/**
	 * What waits holds entities, and these their session, so nothing here may keep it:
	 * the session does, until its transaction ends.
	 */
	private final transient Map<SharedSessionContractImplementor, WeakReference<SessionEvents>> sessions = Collections
		.synchronizedMap(new WeakHashMap<>());

	/**
	 * Make a listener.
	 * @param publishers asked for with the first write, {@code null} where there is none
	 * @param faults where faults go
	 */
	EntityEventListener(Supplier<@Nullable EntityChangePublisher> publishers, Consumer<Throwable> faults) {
		this.publishers = publishers;
		this.faults = faults;
	}

	@Override
	public boolean onPreInsert(PreInsertEvent event) {
		EntityChangePublisher publisher = heard(event);
		if (publisher != null) {
			before(publisher, event, ChangeOperation.CREATE, null, event.getState());
		}
		return false;
	}

	@Override
	public boolean onPreUpdate(PreUpdateEvent event) {
		EntityChangePublisher publisher = heard(event);
		if (publisher != null) {
			@Nullable Object[] known = event.getOldState();
			before(publisher, event, ChangeOperation.UPDATE, (known != null) ? known : readRow(publisher, event),
					event.getState());
		}
		return false;
	}

	@Override
	public boolean onPreDelete(PreDeleteEvent event) {
		EntityChangePublisher publisher = heard(event);
		if (publisher != null) {
			@Nullable Object[] known = event.getDeletedState();
			before(publisher, event, ChangeOperation.DELETE, (known != null) ? known : readRow(publisher, event), null);
		}
		return false;
	}

	@Override
	public boolean onPreUpsert(PreUpsertEvent event) {
		EntityChangePublisher publisher = heard(event);
		if (publisher != null) {
			@Nullable Object[] row = readRow(publisher, event);
			before(publisher, event, (row != null) ? ChangeOperation.UPDATE : ChangeOperation.CREATE, row,
					event.getState());
		}
		return false;
	}

	@Override
	public void onPostInsert(PostInsertEvent event) {
		after(event, ChangeOperation.CREATE, null, event.getState());
	}

	@Override
	public void onPostUpdate(PostUpdateEvent event) {
		@Nullable Object[] known = event.getOldState();
		after(event, ChangeOperation.UPDATE, (known != null) ? known : takeRow(event), event.getState());
	}

	@Override
	public void onPostDelete(PostDeleteEvent event) {
		@Nullable Object[] known = event.getDeletedState();
		after(event, ChangeOperation.DELETE, (known != null) ? known : takeRow(event), null);
	}

	@Override
	public void onPostUpsert(PostUpsertEvent event) {
		@Nullable Object[] row = takeRow(event);
		after(event, (row != null) ? ChangeOperation.UPDATE : ChangeOperation.CREATE, row, event.getState());
	}

	@Override
	public void onFlush(FlushEvent event) {
		SessionEvents events = known(event.getSession());
		if (events != null) {
			events.flushed(event.getSession());
		}
	}

	@Override
	public void onAutoFlush(AutoFlushEvent event) {
		if (event.isFlushRequired()) {
			onFlush(event);
		}
	}

	/** The publisher, where somebody listens before or after. */
	private @Nullable EntityChangePublisher heard(AbstractDatabaseOperationEvent event) {
		try {
			EntityChangePublisher publisher = publisher();
			Class<?> type = event.getPersister().getMappedClass();
			return (publisher != null && (publisher.isHeardBefore(type) || publisher.isHeardAfter(type))) ? publisher
					: null;
		}
		catch (Exception | LinkageError ex) {
			this.faults.accept(ex);
			return null;
		}
	}

	private @Nullable EntityChangePublisher publisher() {
		EntityChangePublisher known = this.publisher;
		if (known == null) {
			known = this.publishers.get();
			this.publisher = known;
		}
		return known;
	}

	private void before(EntityChangePublisher publisher, AbstractDatabaseOperationEvent event,
			ChangeOperation operation, @Nullable Object @Nullable [] oldState, @Nullable Object @Nullable [] state) {
		EntityPersister persister = event.getPersister();
		if (!publisher.isHeardBefore(persister.getMappedClass())) {
			return;
		}
		SharedSessionContractImplementor session = event.getSession();
		Object entity = entity(event);
		SettableState settable = (state != null)
				? new SettableState(session, persister, entity, state, (operation == ChangeOperation.CREATE)
						? persister.getPropertyInsertability() : persister.getPropertyUpdateability())
				: null;
		WrittenFields fields = WrittenFields.current(persister, oldState,
				() -> (state != null) ? persister.getValues(entity) : null, session);
		boolean seen = of(publisher, session).before(session,
				new BeforeEntityChange<>(entity, operation, event.getId(), fields));
		if (seen && settable != null) {
			settable.takeOver((event instanceof PreUpdateEvent update) ? update.getOldState() : null);
		}
	}

	private void after(AbstractDatabaseOperationEvent event, ChangeOperation operation,
			@Nullable Object @Nullable [] oldState, @Nullable Object @Nullable [] state) {
		EntityChangePublisher publisher = heard(event);
		EntityPersister persister = event.getPersister();
		if (publisher == null || !publisher.isHeardAfter(persister.getMappedClass())) {
			return;
		}
		SharedSessionContractImplementor session = event.getSession();
		AfterEntityChange<Object> change = new AfterEntityChange<>(entity(event), operation, event.getId(),
				WrittenFields.written(persister, oldState, state, session));
		if (session instanceof StatelessSession) {
			// It never flushes; what it batches has to be there for whoever hears of it
			session.getJdbcCoordinator().executeBatch();
			publisher.publish(change);
		}
		else {
			of(publisher, session).after(session, change);
		}
	}

	private static Object entity(AbstractDatabaseOperationEvent event) {
		LazyInitializer lazy = HibernateProxy.extractLazyInitializer(event.getEntity());
		return (lazy != null) ? lazy.getImplementation() : event.getEntity();
	}

	/** Where Hibernate does not know what it writes over. */
	private @Nullable Object @Nullable [] readRow(EntityChangePublisher publisher,
			AbstractDatabaseOperationEvent event) {
		SharedSessionContractImplementor session = event.getSession();
		@Nullable Object[] row = row(session, event.getPersister(), event.getId());
		of(publisher, session).keepRow(event.getEntity(), row);
		return row;
	}

	private static @Nullable Object @Nullable [] row(SharedSessionContractImplementor session,
			EntityPersister persister, Object id) {
		if (session instanceof StatelessSession stateless) {
			Object row = stateless.get(persister.getEntityName(), id);
			return (row != null) ? persister.getValues(row) : null;
		}
		return persister.getDatabaseSnapshot(id, session);
	}

	private @Nullable Object @Nullable [] takeRow(AbstractDatabaseOperationEvent event) {
		SessionEvents events = known(event.getSession());
		return (events != null) ? events.takeRow(event.getEntity()) : null;
	}

	private @Nullable SessionEvents known(SharedSessionContractImplementor session) {
		WeakReference<SessionEvents> known = this.sessions.get(session);
		return (known != null) ? known.get() : null;
	}

	private SessionEvents of(EntityChangePublisher publisher, SharedSessionContractImplementor session) {
		SessionEvents known = known(session);
		if (known != null) {
			return known;
		}
		SessionEvents events = new SessionEvents(publisher);
		this.sessions.put(session, new WeakReference<>(events));
		session.getTransactionCompletionCallbacks().registerCallback((AfterCompletionCallback) (success, completed) -> {
			events.end();
			this.sessions.remove(completed);
		});
		return events;
	}

	/** Asked before Hibernate flushes. */
	static final class FlushGuard implements FlushEventListener, AutoFlushEventListener {

		private static final long serialVersionUID = 1L;

		private final transient EntityEventListener events;

		FlushGuard(EntityEventListener events) {
			this.events = events;
		}

		@Override
		public void onFlush(FlushEvent event) {
			SessionEvents known = this.events.known(event.getSession());
			if (known != null) {
				known.refuseFlush();
			}
		}

		@Override
		public void onAutoFlush(AutoFlushEvent event) {
			if (event.getSession().getHibernateFlushMode() != FlushMode.MANUAL) {
				onFlush(event);
			}
		}

	}

}
