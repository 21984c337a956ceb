package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.Masking;
import io.dbmonitor.audit.ValueChange;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;

/**
 * What the tables have, read in a session of its own.
 */
final class Rows {

	/** How many entities' collections are read at once. */
	private static final int BATCH = 100;

	private Rows() {
	}

	/**
	 * Read all entities.
	 * @param factory knows the entities
	 * @return by entity and id the fields, rendered as the audit does
	 */
	static Map<String, Map<String, Object>> read(SessionFactory factory) {
		SessionFactoryImplementor metamodel = factory.unwrap(SessionFactoryImplementor.class);
		Map<String, Map<String, Object>> rows = new TreeMap<>();
		factory.inTransaction((session) -> metamodel.getMappingMetamodel().forEachEntityDescriptor((root) -> {
			((SessionImplementor) session).setFetchBatchSize(BATCH);
			if (root.getRootEntityName().equals(root.getEntityName())) {
				session.createSelectionQuery("from " + root.getEntityName(), Object.class)
					.getResultList()
					.forEach((entity) -> read((SessionImplementor) session, Hibernate.unproxy(entity), rows));
			}
		}));
		return rows;
	}

	private static void read(SessionImplementor session, Object entity, Map<String, Map<String, Object>> rows) {
		EntityPersister persister = session.getEntityPersister(null, entity);
		ValueRenderer renderer = new ValueRenderer(session,
				new FieldPolicies(new Masking(List.of(), null), Integer.MAX_VALUE));
		Map<String, Object> fields = new TreeMap<>();
		Map<String, FieldChange> values = renderer.fieldsOf(persister).inserted(persister.getValues(entity), renderer);
		values.forEach((name, value) -> fields.put(name, String.valueOf(((ValueChange) value).newValue())));
		for (Object value : persister.getValues(entity)) {
			if (value instanceof PersistentCollection<?> collection) {
				CollectionPersister elements = session.getFactory()
					.getMappingMetamodel()
					.getCollectionDescriptor(collection.getRole());
				collection.forceInitialization();
				CollectionValues read = new CollectionValues(elements, renderer);
				if (!elements.isInverse() && !collection.empty()) {
					fields.put(read.field(), sorted(read.elements(collection)));
				}
			}
		}
		rows.put(persister.getJpaEntityName() + "/" + renderer.id(persister, session.getIdentifier(entity)), fields);
	}

	/** Collections have no order, only their entries may have. */
	static List<String> sorted(List<?> elements) {
		List<String> texts = new ArrayList<>();
		elements.forEach((element) -> texts.add(element.toString()));
		texts.sort(null);
		return texts;
	}

}
