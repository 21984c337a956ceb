package io.dbmonitor.hibernate;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.FieldChange;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.EventSource;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The increments of a version that a lock forces. Hibernate writes them without telling
 * of a write, so the version before it takes the lock is compared with the one behind.
 */
final class VersionIncrements {

	private final ChangeCollector collector;

	/**
	 * The versions before, of locks that are being taken. Of one that fails it stays as
	 * long as the session, which nothing here keeps.
	 */
	private final Map<SharedSessionContractImplementor, Map<EntityKey, Object>> versions = Collections
		.synchronizedMap(new WeakHashMap<>());

	VersionIncrements(ChangeCollector collector) {
		this.collector = collector;
	}

	/** Stands before Hibernate's listeners. */
	LockListener before() {
		return new Before(this);
	}

	/** Stands behind Hibernate's listeners. */
	LockListener after() {
		return new After(this);
	}

	private void keep(EventSource session, Object entity) {
		EntityEntry entry = session.getPersistenceContextInternal().getEntry(entity);
		if (entry == null || !entry.getPersister().isVersioned() || !this.collector.isAudited(entry.getPersister())) {
			return;
		}
		if (entry.getVersion() == null) {
			// Of an enhanced class, and nothing but its id was there, so Hibernate would
			// load it
			Hibernate.initialize(entity);
		}
		this.versions.computeIfAbsent(session, (added) -> new HashMap<>())
			.put(entry.getEntityKey(), entry.getVersion());
	}

	private void compare(EventSource session, Object entity) {
		EntityEntry entry = session.getPersistenceContextInternal().getEntry(entity);
		Object before = (entry != null) ? take(session, entry.getEntityKey()) : null;
		if (entry != null && before != null) {
			this.collector.collect(() -> session, (known, renderer) -> change(entry, before, renderer));
		}
	}

	private @Nullable Object take(EventSource session, EntityKey key) {
		Map<EntityKey, Object> known = this.versions.get(session);
		if (known == null) {
			return null;
		}
		Object version = known.remove(key);
		if (known.isEmpty()) {
			this.versions.remove(session);
		}
		return version;
	}

	private static @Nullable Change change(EntityEntry entry, Object before, ValueRenderer renderer) {
		EntityPersister persister = entry.getPersister();
		@Nullable Object[] state = entry.getLoadedState();
		if (state == null) {
			return null;
		}
		// The loaded state can have another version: Hibernate reads it anew where it
		// locks
		// behind the query, and with JDBC batching before the increment is sent
		Map<String, FieldChange> values = renderer.fieldsOf(persister)
			.updated(withVersion(persister, state, before), withVersion(persister, state, entry.getVersion()),
					renderer);
		return values.isEmpty() ? null : new Change(persister.getJpaEntityName(), renderer.id(persister, entry.getId()),
				ChangeOperation.UPDATE, ChangeSource.ORM, values);
	}

	private static @Nullable Object[] withVersion(EntityPersister persister, @Nullable Object[] state,
			@Nullable Object version) {
		@Nullable Object[] changed = state.clone();
		changed[persister.getVersionPropertyIndex()] = version;
		return changed;
	}

	/** Keeps the version. */
	private static final class Before extends LockListener {

		private static final long serialVersionUID = 1L;

		private final transient VersionIncrements increments;

		private Before(VersionIncrements increments) {
			this.increments = increments;
		}

		@Override
		void locked(EventSource session, Object entity) {
			this.increments.keep(session, entity);
		}

	}

	/** Compares the version. */
	private static final class After extends LockListener {

		private static final long serialVersionUID = 1L;

		private final transient VersionIncrements increments;

		private After(VersionIncrements increments) {
			this.increments = increments;
		}

		@Override
		void locked(EventSource session, Object entity) {
			this.increments.compare(session, entity);
		}

	}

}
