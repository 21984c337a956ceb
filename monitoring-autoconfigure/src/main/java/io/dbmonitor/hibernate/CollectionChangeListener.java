package io.dbmonitor.hibernate;

import java.util.Map;
import java.util.function.Function;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.CollectionChange;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionRemoveEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Hears of collections that are written: before, as long as Hibernate knows what the
 * database has of them. Collections that the other side of an association keeps are left
 * out: their rows are the other entity's, and the events told of them are not to be
 * relied on.
 */
final class CollectionChangeListener implements PreCollectionUpdateEventListener, PreCollectionRemoveEventListener,
		PostCollectionRecreateEventListener {

	private static final long serialVersionUID = 1L;

	private final transient ChangeCollector collector;

	CollectionChangeListener(ChangeCollector collector) {
		this.collector = collector;
	}

	@Override
	public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
		changed(event, (values) -> values.updated(event.getCollection()));
	}

	@Override
	public void onPreRemoveCollection(PreCollectionRemoveEvent event) {
		changed(event, (values) -> values.removed(event.getCollection()));
	}

	@Override
	public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
		changed(event, (values) -> values.created(event.getCollection()));
	}

	private void changed(AbstractCollectionEvent event, Function<CollectionValues, CollectionChange> comparison) {
		CollectionPersister persister = event.getCollectionPersister();
		Object ownerId = event.getAffectedOwnerIdOrNull();
		SharedSessionContractImplementor session = session(event);
		if (persister.isInverse() || ownerId == null || session == null) {
			return;
		}
		this.collector.collect(session, (renderer) -> {
			CollectionValues values = new CollectionValues(persister, renderer);
			CollectionChange change = comparison.apply(values);
			EntityPersister owner = session.getFactory()
				.getMappingMetamodel()
				.getEntityDescriptor(event.getAffectedOwnerEntityName());
			return change.isEmpty() ? null : new Change(owner.getJpaEntityName(), renderer.id(owner, ownerId),
					ChangeOperation.UPDATE, ChangeSource.ORM, Map.of(values.field(), change));
		});
	}

	/** The events of stateless sessions name none. */
	private static SharedSessionContractImplementor session(AbstractCollectionEvent event) {
		PersistentCollection<?> collection = event.getCollection();
		return (event.getSession() != null || collection == null) ? event.getSession() : collection.getSession();
	}

}
