package io.dbmonitor.hibernate;

import java.util.Map;
import java.util.function.BiFunction;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.FieldChange;
import org.hibernate.StatelessSession;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Hears of entities that are written. Where Hibernate does not know what the database had
 * before (stateless sessions, and entities that it was told to update unseen), the row is
 * read first, on the session's own connection.
 */
final class EntityChangeListener implements EntityWriteListener {

	private static final long serialVersionUID = 1L;

	private final transient ChangeCollector collector;

	EntityChangeListener(ChangeCollector collector) {
		this.collector = collector;
	}

	@Override
	public boolean onPreInsert(PreInsertEvent event) {
		begin(event);
		return false;
	}

	@Override
	public boolean onPreUpdate(PreUpdateEvent event) {
		begin(event);
		if (event.getOldState() == null || setsWhatWasNotFetched(event.getOldState(), event.getState())) {
			keepRow(event);
		}
		return false;
	}

	@Override
	public boolean onPreDelete(PreDeleteEvent event) {
		begin(event);
		if (event.getSession() instanceof StatelessSession) {
			keepRow(event);
		}
		return false;
	}

	@Override
	public boolean onPreUpsert(PreUpsertEvent event) {
		begin(event);
		keepRow(event);
		return false;
	}

	@Override
	public void onPostInsert(PostInsertEvent event) {
		changed(event, ChangeOperation.CREATE, (fields, renderer) -> fields.inserted(event.getState(), renderer));
	}

	@Override
	public void onPostUpdate(PostUpdateEvent event) {
		@Nullable Object[] row = row(event);
		@Nullable Object[] before = (row != null) ? row : event.getOldState();
		changed(event, ChangeOperation.UPDATE,
				(fields, renderer) -> fields.updated(before, event.getState(), renderer));
	}

	@Override
	public void onPostDelete(PostDeleteEvent event) {
		@Nullable Object[] row = row(event);
		@Nullable Object[] before = (row != null) ? row : event.getDeletedState();
		changed(event, ChangeOperation.DELETE, (fields, renderer) -> fields.deleted(before, renderer));
	}

	@Override
	public void onPostUpsert(PostUpsertEvent event) {
		@Nullable Object[] before = row(event);
		if (before == null) {
			changed(event, ChangeOperation.CREATE, (fields, renderer) -> fields.inserted(event.getState(), renderer));
		}
		else {
			changed(event, ChangeOperation.UPDATE,
					(fields, renderer) -> fields.updated(before, event.getState(), renderer));
		}
	}

	/** A lazy field of an enhanced class can be set without having been read. */
	private static boolean setsWhatWasNotFetched(@Nullable Object[] oldState, @Nullable Object[] state) {
		for (int i = 0; i < oldState.length; i++) {
			if (oldState[i] == LazyPropertyInitializer.UNFETCHED_PROPERTY
					&& state[i] != LazyPropertyInitializer.UNFETCHED_PROPERTY) {
				return true;
			}
		}
		return false;
	}

	private static void begin(AbstractDatabaseOperationEvent event) {
		if (event.getSession() instanceof StatelessSession) {
			StatelessOperation.begin(event.getSession());
		}
		else if (StatelessOperation.current() != null) {
			// It has failed
			StatelessOperation.end();
		}
	}

	private void keepRow(AbstractDatabaseOperationEvent event) {
		SharedSessionContractImplementor session = event.getSession();
		EntityPersister persister = event.getPersister();
		if (!this.collector.isAudited(persister)) {
			return;
		}
		this.collector.keepBefore(session, event.getEntity(), () -> {
			if (session instanceof StatelessSession stateless) {
				Object row = stateless.get(persister.getEntityName(), event.getId());
				return (row != null) ? persister.getValues(row) : null;
			}
			return persister.getDatabaseSnapshot(event.getId(), session);
		});
	}

	private @Nullable Object @Nullable [] row(AbstractDatabaseOperationEvent event) {
		return this.collector.takeBefore(event.getSession(), event.getEntity());
	}

	private void changed(AbstractDatabaseOperationEvent event, ChangeOperation operation,
			BiFunction<EntityFields, ValueRenderer, Map<String, FieldChange>> comparison) {
		EntityPersister persister = event.getPersister();
		if (!this.collector.isAudited(persister)) {
			return;
		}
		if (operation == ChangeOperation.DELETE) {
			collectionsOf(event);
		}
		this.collector.collect(event::getSession, (session, renderer) -> {
			Map<String, FieldChange> values = comparison.apply(renderer.fieldsOf(persister), renderer);
			return (operation == ChangeOperation.UPDATE && values.isEmpty()) ? null
					: new Change(persister.getJpaEntityName(), renderer.id(persister, event.getId()), operation,
							ChangeSource.ORM, values);
		});
		collectionsOf(event);
	}

	/**
	 * What a stateless session has told of collections belongs behind their owner, or
	 * before its end.
	 */
	private void collectionsOf(AbstractDatabaseOperationEvent event) {
		StatelessOperation operation = StatelessOperation.current();
		if (operation != null && operation.session() == event.getSession()) {
			StatelessOperation.end();
			operation.collections()
				.forEach((change) -> this.collector.collect(event::getSession, (session, renderer) -> change));
		}
	}

}
