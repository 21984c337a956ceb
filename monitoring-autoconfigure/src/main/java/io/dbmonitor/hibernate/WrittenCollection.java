package io.dbmonitor.hibernate;

import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.CollectionEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.AttributeMappingsList;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which mapped collection an event tells of. Hibernate says so itself from 7.4
 * on; here it is asked for what the versions before know too.
 */
final class WrittenCollection {

	private final AbstractCollectionEvent event;

	private final @Nullable StatelessOperation operation;

	WrittenCollection(AbstractCollectionEvent event) {
		this.event = event;
		this.operation = StatelessOperation.current();
	}

	/** An event of a stateless session has none, and fails when it is asked for it. */
	SharedSessionContractImplementor session() {
		PersistentCollection<?> collection = this.event.getCollection();
		SharedSessionContractImplementor known = (collection != null) ? collection.getSession() : null;
		SharedSessionContractImplementor stateless = (this.operation != null) ? this.operation.session() : null;
		return (known != null) ? known : (stateless != null) ? stateless : this.event.getSession();
	}

	/** The operation of the stateless session that writes, {@code null} of any other. */
	@Nullable StatelessOperation operation(SharedSessionContractImplementor session) {
		return (this.operation != null && this.operation.session() == session) ? this.operation : null;
	}

	EntityPersister owner(SharedSessionContractImplementor session) {
		return session.getFactory().getMappingMetamodel().getEntityDescriptor(this.event.getAffectedOwnerEntityName());
	}

	/**
	 * Find the collection.
	 * @param session the session that writes it
	 * @return {@code null} where it cannot be known: of an owner that was replicated
	 */
	@Nullable CollectionPersister persister(SharedSessionContractImplementor session) {
		StatelessOperation stateless = operation(session);
		if (stateless != null) {
			return ofOwner(session, stateless);
		}
		PersistentCollection<?> collection = this.event.getCollection();
		CollectionEntry entry = (collection != null)
				? session.getPersistenceContextInternal().getCollectionEntry(collection) : null;
		if (entry == null) {
			return null;
		}
		return (this.event instanceof PostCollectionRecreateEvent) ? entry.getCurrentPersister()
				: entry.getLoadedPersister();
	}

	/**
	 * A stateless session keeps no entries, and wraps what the owner has. Where the owner
	 * has nothing, it goes by the order in which its collections are written.
	 */
	private @Nullable CollectionPersister ofOwner(SharedSessionContractImplementor session,
			StatelessOperation stateless) {
		Object owner = this.event.getAffectedOwnerOrNull();
		PersistentCollection<?> collection = this.event.getCollection();
		AttributeMappingsList attributes = owner(session).getAttributeMappings();
		CollectionPersister absent = null;
		for (int i = 0; i < attributes.size(); i++) {
			AttributeMapping attribute = attributes.get(i);
			if (!attribute.isPluralAttributeMapping()) {
				continue;
			}
			CollectionPersister persister = attribute.asPluralAttributeMapping().getCollectionDescriptor();
			Object value = attribute.getPropertyAccess().getGetter().get(owner);
			if (value != null && (value == collection || collection.isWrapper(value))) {
				return persister;
			}
			if (value == null && absent == null && !persister.isInverse() && stateless.isUntold(persister)) {
				absent = persister;
			}
		}
		if (absent != null) {
			stateless.tell(absent);
		}
		return absent;
	}

}
