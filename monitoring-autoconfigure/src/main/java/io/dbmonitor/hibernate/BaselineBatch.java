package io.dbmonitor.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.HistoryIndex;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.ConnectionSource;
import io.dbmonitor.audit.FieldChange;
import org.hibernate.Hibernate;
import org.hibernate.StatelessSession;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Records what entities are. Who has a history and what the entities are is seen at the
 * same moment, so all that is in the history of those that are recorded comes behind.
 */
final class BaselineBatch {

	private final StatelessSession session;

	private final ChangeCollector collector;

	private final HistoryIndex histories;

	/**
	 * Make a batch.
	 * @param session reads, on the connection that records are written on
	 * @param collector takes records
	 * @param histories knows who has a history
	 */
	BaselineBatch(StatelessSession session, ChangeCollector collector, HistoryIndex histories) {
		this.session = session;
		this.collector = collector;
		this.histories = histories;
	}

	/**
	 * Record entities, in a transaction that sees one moment.
	 * @param type what they are of
	 * @param ids their ids; of some there may be nothing any more
	 * @param connection the session's connection
	 * @return how many were recorded
	 * @throws SQLException if it is not known who has a history
	 */
	long record(EntityPersister type, List<Object> ids, Connection connection) throws SQLException {
		// One by one: Hibernate 7.2 keeps what a session gets together
		Map<EntityPersister, List<Object>> entities = ids.stream()
			.map((id) -> this.session.get(type.getEntityName(), id))
			.filter(Objects::nonNull)
			.map(Hibernate::unproxy)
			.collect(Collectors.groupingBy((entity) -> session().getEntityPersister(null, entity), LinkedHashMap::new,
					Collectors.<Object>toList()));
		long recorded = 0;
		for (Map.Entry<EntityPersister, List<Object>> ofType : entities.entrySet()) {
			if (this.collector.isAudited(ofType.getKey())) {
				recorded += recordAll(ofType.getKey(), ofType.getValue(), connection);
			}
		}
		return recorded;
	}

	private long recordAll(EntityPersister persister, List<Object> entities, Connection connection)
			throws SQLException {
		ValueRenderer renderer = this.collector.renderer(session());
		Map<String, Object> byId = new LinkedHashMap<>();
		entities
			.forEach((entity) -> byId.put(renderer.id(persister, persister.getIdentifier(entity, session())), entity));
		Set<String> known = this.histories.withHistory(persister.getJpaEntityName(), byId.keySet(),
				ConnectionSource.unwatched(connection));
		byId.keySet().removeAll(known);
		byId.forEach((id, entity) -> this.collector.collect(this::session,
				(session, values) -> new Change(persister.getJpaEntityName(), id, ChangeOperation.BASELINE,
						ChangeSource.ORM, fields(persister, entity, values))));
		return byId.size();
	}

	private Map<String, FieldChange> fields(EntityPersister persister, Object entity, ValueRenderer renderer) {
		@Nullable Object[] state = state(persister, entity);
		Map<String, FieldChange> fields = new LinkedHashMap<>(renderer.fieldsOf(persister).present(state, renderer));
		persister.forEachAttributeMapping((attribute) -> new PresentCollections(this.session, renderer, fields)
			.add(attribute, state[attribute.getStateArrayPosition()]));
		return fields;
	}

	/** What an enhanced class fetches lazily is read of its row. */
	private @Nullable Object[] state(EntityPersister persister, Object entity) {
		@Nullable Object[] state = persister.getValues(entity);
		@Nullable Object[] row = null;
		for (int i = 0; i < state.length; i++) {
			if (state[i] == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
				row = (row != null) ? row
						: persister.getDatabaseSnapshot(persister.getIdentifier(entity, session()), session());
				state[i] = row[i];
			}
		}
		return state;
	}

	private SharedSessionContractImplementor session() {
		return (SharedSessionContractImplementor) this.session;
	}

}
