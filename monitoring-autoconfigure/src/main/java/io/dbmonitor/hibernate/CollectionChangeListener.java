package io.dbmonitor.hibernate;

import java.util.Map;
import java.util.function.Function;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.CollectionChange;
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
		Object ownerId = event.getAffectedOwnerIdOrNull();
		if (ownerId == null) {
			return;
		}
		WrittenCollection written = new WrittenCollection(event);
		this.collector.collect(written::session, (session, renderer) -> {
			CollectionPersister persister = written.persister(session);
			if (persister == null || persister.isInverse()) {
				return null;
			}
			CollectionValues values = new CollectionValues(persister, renderer);
			EntityPersister owner = written.owner(session);
			if (values.isIgnored() || !this.collector.isAudited(owner)) {
				return null;
			}
			CollectionChange collection = comparison.apply(values);
			if (collection.isEmpty()) {
				return null;
			}
			Change change = new Change(owner.getJpaEntityName(), renderer.id(owner, ownerId), ChangeOperation.UPDATE,
					ChangeSource.ORM, Map.of(values.field(), collection));
			StatelessOperation operation = written.operation(session);
			if (operation != null) {
				operation.add(change);
				return null;
			}
			return change;
		});
	}

}
