package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditScope;
import io.dbmonitor.audit.AuditSettings;
import io.dbmonitor.audit.AuditedTables;
import io.dbmonitor.audit.EntityRows;
import io.dbmonitor.audit.RowReader;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate's session factories know of the rows of tables. The tables of a data
 * source are found out once they are asked for.
 */
public final class HibernateRows implements EntityRows {

	private final Supplier<Stream<EntityManagerFactory>> factories;

	private final AuditedTables tables;

	private final AuditScope scope;

	private final FieldPolicies policies;

	/** By data source. */
	private final Map<String, Tables> known = new ConcurrentHashMap<>();

	/**
	 * Make rows.
	 * @param factories all entity manager factories
	 * @param tables tells under which name a data source is watched
	 * @param recorder knows what is kept of values
	 */
	public HibernateRows(Supplier<Stream<EntityManagerFactory>> factories, AuditedTables tables,
			AuditRecorder recorder) {
		AuditSettings settings = recorder.settings();
		this.factories = factories;
		this.tables = tables;
		this.scope = settings.scope();
		this.policies = new FieldPolicies(settings.masking(), settings.maxValueLength());
	}

	@Override
	public List<String> tables(String dataSource) {
		return List.copyOf(known(dataSource).readers.keySet());
	}

	@Override
	public Map<String, String> unreadableCollections(String dataSource) {
		return known(dataSource).unreadable;
	}

	@Override
	public List<RowReader> readers(String dataSource, String table) {
		return known(dataSource).readers.getOrDefault(table, List.of());
	}

	private Tables known(String dataSource) {
		return this.known.computeIfAbsent(dataSource, (name) -> {
			Tables found = new Tables(new LinkedHashMap<>(), new TreeMap<>());
			this.factories.get()
				.map((factory) -> factory.unwrap(SessionFactoryImplementor.class))
				.filter((factory) -> isOf(name, factory))
				.forEach((factory) -> {
					addEntities(factory, found);
					addCollections(factory, found);
				});
			return found;
		});
	}

	/** Several session factories may know the same collection. */
	private static void add(String collection, String table, @Nullable RowReader reader, Tables found) {
		if (reader == null) {
			found.unreadable.put(collection, table);
			return;
		}
		List<RowReader> known = found.readers.computeIfAbsent(table, (name) -> new ArrayList<>());
		if (known.stream()
			.noneMatch((other) -> other.isCollection() && other.entity().equals(reader.entity())
					&& other.fields().equals(reader.fields()))) {
			known.add(reader);
		}
	}

	/** Of one that routes it is not known where a row is. */
	private boolean isOf(String dataSource, SessionFactoryImplementor factory) {
		String known = this.tables.name(EntityTables.dataSource(factory));
		return known == null || known.equals(dataSource);
	}

	/** A table of several classes is that of the most general one. */
	private void addEntities(SessionFactoryImplementor factory, Tables found) {
		for (AbstractEntityPersister persister : EntityTables.rootsFirst(factory)) {
			for (EntityTableMapping table : persister.getTableMappings()) {
				if (isTable(table, persister) && isAudited(persister)) {
					found.readers.computeIfAbsent(table.getTableName(), (name) -> new ArrayList<>(
							List.of(new EntityRowReader(persister, table, this.policies, this.scope))));
				}
			}
		}
	}

	/** What the other side of an association keeps is a field of that. */
	private void addCollections(SessionFactoryImplementor factory, Tables found) {
		factory.getMappingMetamodel().forEachCollectionDescriptor((descriptor) -> {
			if (!descriptor.isInverse() && descriptor instanceof AbstractCollectionPersister collection
					&& descriptor.getOwnerEntityPersister() instanceof AbstractEntityPersister owner && isAudited(owner)
					&& !this.policies.isIgnored(collection.getAttributeMapping())) {
				CollectionRowReader.of(collection, owner, this.policies, new HierarchyScope(owner, this.scope))
					.forEach((table, reader) -> add(owner.getJpaEntityName() + "." + CollectionValues.field(collection),
							table, reader, found));
			}
		});
	}

	/** An abstract class has none of its own where each class has its table. */
	private static boolean isTable(EntityTableMapping table, AbstractEntityPersister persister) {
		return !table.isInverse() && !table.getTableName().startsWith("(")
				&& !(persister instanceof UnionSubclassEntityPersister && persister.isAbstract());
	}

	private boolean isAudited(AbstractEntityPersister persister) {
		return !new HierarchyScope(persister, this.scope).isEmpty();
	}

	/**
	 * The tables of a data source.
	 *
	 * @param readers what reads their rows, by table
	 * @param unreadable by collections whose rows cannot be read their tables
	 */
	private record Tables(Map<String, List<RowReader>> readers, Map<String, String> unreadable) {
	}

}
