package io.dbmonitor.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedConnection;
import io.dbmonitor.audit.ReadSampling;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.PostLoadEvent;
import org.hibernate.event.spi.PostLoadEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Hears of entities that are read: made by Hibernate of a row, or of what the
 * second-level cache has of it. Stateless sessions tell nobody. A fault here is kept from
 * the application.
 */
final class EntityReadListener implements PostLoadEventListener {

	private static final long serialVersionUID = 1L;

	/** No name of a data source. */
	private static final String UNWATCHED = "";

	private final transient ChangeCollector collector;

	private final transient ReadSampling sampling;

	private final transient Consumer<Throwable> faults;

	/** By the entity's name. */
	private final transient Map<String, Double> probabilities = new ConcurrentHashMap<>();

	/** Those that were read from. */
	private final transient Set<String> dataSources = ConcurrentHashMap.newKeySet();

	/** A session keeps its reads, not they the session. */
	private final transient Map<SharedSessionContractImplementor, SessionReads> sessions = Collections
		.synchronizedMap(new WeakHashMap<>());

	EntityReadListener(ChangeCollector collector, ReadSampling sampling, Consumer<Throwable> faults) {
		this.collector = collector;
		this.sampling = sampling;
		this.faults = faults;
	}

	@Override
	public void onPostLoad(PostLoadEvent event) {
		try {
			AuditRecorder recorder = this.collector.recorder();
			EntityPersister persister = persister(event);
			if (recorder != null && this.sampling.keeps(probability(persister))) {
				read(recorder, event.getSession(), persister, event.getId());
			}
		}
		catch (Exception | LinkageError ex) {
			this.faults.accept(ex);
		}
	}

	/** From the cache a subclass can come as what was asked for. */
	private static EntityPersister persister(PostLoadEvent event) {
		EntityPersister asked = event.getPersister();
		EntityEntry entry = asked.hasSubclasses()
				? event.getSession().getPersistenceContextInternal().getEntry(event.getEntity()) : null;
		return (entry != null) ? entry.getPersister() : asked;
	}

	private double probability(EntityPersister persister) {
		return this.probabilities.computeIfAbsent(persister.getEntityName(),
				(name) -> this.collector.isAudited(persister)
						? this.sampling.probability(persister.getJpaEntityName(), persister.getMappedClass().getName())
						: 0.0);
	}

	private void read(AuditRecorder recorder, SharedSessionContractImplementor session, EntityPersister persister,
			Object id) throws SQLException {
		String rendered = this.collector.renderer(recorder, session).id(persister, id);
		this.sessions.computeIfAbsent(session, EntityReadListener::follow)
			.of(recorder, session.isTransactionInProgress(), dataSource(session))
			.add(persister.getJpaEntityName(), rendered);
	}

	private static SessionReads follow(SharedSessionContractImplementor session) {
		SessionReads reads = new SessionReads();
		session.getEventListenerManager().addListener(reads);
		return reads;
	}

	/**
	 * What comes from the cache alone, with no connection, is taken for the data source's
	 * that all others came from.
	 */
	private @Nullable String dataSource(SharedSessionContractImplementor session) throws SQLException {
		LogicalConnectionImplementor logical = session.getJdbcCoordinator().getLogicalConnection();
		if (!logical.getResourceRegistry().hasRegisteredResources()) {
			// To ask would fetch a connection
			return (this.dataSources.size() == 1) ? this.dataSources.iterator().next() : null;
		}
		Connection connection = logical.getPhysicalConnection();
		String name = connection.isWrapperFor(AuditedConnection.class)
				? connection.unwrap(AuditedConnection.class).dataSource() : UNWATCHED;
		this.dataSources.add(name);
		return name;
	}

}
