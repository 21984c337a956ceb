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
import org.jspecify.annotations.Nullable;

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
		if (persister.isInverse() || ownerId == null) {
			return;
		}
		StatelessOperation operation = StatelessOperation.current();
		this.collector.collect(() -> session(event, operation), (session, renderer) -> {
			CollectionValues values = new CollectionValues(persister, renderer);
			CollectionChange collection = comparison.apply(values);
			if (collection.isEmpty()) {
				return null;
			}
			EntityPersister owner = session.getFactory()
				.getMappingMetamodel()
				.getEntityDescriptor(event.getAffectedOwnerEntityName());
			Change change = new Change(owner.getJpaEntityName(), renderer.id(owner, ownerId), ChangeOperation.UPDATE,
					ChangeSource.ORM, Map.of(values.field(), collection));
			if (operation != null && operation.session() == session) {
				operation.add(change);
				return null;
			}
			return change;
		});
	}

	/** An event of a stateless session has none, and fails when it is asked for it. */
	private static SharedSessionContractImplementor session(AbstractCollectionEvent event,
			@Nullable StatelessOperation operation) {
		PersistentCollection<?> collection = event.getCollection();
		SharedSessionContractImplementor known = (collection != null) ? collection.getSession() : null;
		SharedSessionContractImplementor stateless = (operation != null) ? operation.session() : null;
		return (known != null) ? known : (stateless != null) ? stateless : event.getSession();
	}

}
