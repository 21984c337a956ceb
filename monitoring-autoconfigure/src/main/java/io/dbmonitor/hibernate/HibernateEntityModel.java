package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.EntityModel;
import io.dbmonitor.audit.FieldChange;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Hibernate;
import org.hibernate.StatelessSession;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

import org.springframework.orm.jpa.EntityManagerFactoryUtils;

/**
 * What Hibernate's session factories know of entities.
 */
public final class HibernateEntityModel implements EntityModel {

	private final Supplier<Stream<EntityManagerFactory>> factories;

	private final FieldPolicies policies;

	/**
	 * Make a model.
	 * @param factories all entity manager factories, as transactions know them
	 * @param recorder knows what is kept of values
	 */
	public HibernateEntityModel(Supplier<Stream<EntityManagerFactory>> factories, AuditRecorder recorder) {
		this.factories = factories;
		this.policies = new FieldPolicies(recorder.settings().masking(), recorder.settings().maxValueLength());
	}

	@Override
	public String name(Class<?> type) {
		return persister(type).getJpaEntityName();
	}

	@Override
	public String id(Class<?> type, Object id) {
		EntityPersister persister = persister(type);
		// Takes no connection
		try (StatelessSession session = persister.getFactory().openStatelessSession()) {
			return renderer((SharedSessionContractImplementor) session).id(persister, id);
		}
	}

	private EntityPersister persister(Class<?> type) {
		return this.factories.get()
			.flatMap((factory) -> Stream.ofNullable(find(factory, type)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(type.getName() + " is no entity"));
	}

	private static @Nullable EntityPersister find(EntityManagerFactory factory, Class<?> type) {
		return factory.unwrap(SessionFactoryImplementor.class).getMappingMetamodel().findEntityDescriptor(type);
	}

	@Override
	public List<String> supertypes(String entity) {
		return entities().filter((persister) -> persister.getJpaEntityName().equals(entity))
			.flatMap(HibernateEntityModel::supertypes)
			.toList();
	}

	@Override
	public List<String> subtypes(String entity) {
		return entities().filter((persister) -> supertypes(persister).anyMatch(entity::equals))
			.map(EntityPersister::getJpaEntityName)
			.toList();
	}

	private Stream<EntityPersister> entities() {
		return this.factories.get().flatMap((factory) -> {
			List<EntityPersister> persisters = new ArrayList<>();
			factory.unwrap(SessionFactoryImplementor.class)
				.getMappingMetamodel()
				.forEachEntityDescriptor(persisters::add);
			return persisters.stream();
		});
	}

	private static Stream<String> supertypes(EntityPersister persister) {
		return Stream.iterate(persister.getSuperMappingType(), Objects::nonNull, EntityMappingType::getSuperMappingType)
			.map((type) -> type.getEntityPersister().getJpaEntityName());
	}

	@Override
	public @Nullable Change pending(Object entity) {
		Class<?> type = Hibernate.getClassLazy(entity);
		for (EntityManagerFactory factory : this.factories.get().toList()) {
			EntityManager entityManager = EntityManagerFactoryUtils.getTransactionalEntityManager(factory);
			if (entityManager != null && find(factory, type) != null) {
				return pending(entityManager.unwrap(SessionImplementor.class), entity);
			}
		}
		return null;
	}

	private @Nullable Change pending(SessionImplementor session, Object entity) {
		LazyInitializer lazy = HibernateProxy.extractLazyInitializer(entity);
		if (lazy != null && lazy.isUninitialized()) {
			// What was never loaded has not changed
			return null;
		}
		Object managed = (lazy != null) ? lazy.getImplementation() : entity;
		EntityEntry entry = session.getPersistenceContextInternal().getEntry(managed);
		if (entry == null) {
			return null;
		}
		EntityPersister persister = entry.getPersister();
		ValueRenderer renderer = renderer(session);
		EntityFields fields = renderer.fieldsOf(persister);
		ChangeOperation operation = operation(entry);
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		switch (operation) {
			case CREATE -> changes.putAll(fields.inserted(persister.getValues(managed), renderer));
			case DELETE -> changes.putAll(fields.deleted(entry.getLoadedState(), renderer));
			default -> {
				changes.putAll(fields.updated(entry.getLoadedState(), persister.getValues(managed), renderer));
				collections(persister, managed, renderer, changes);
			}
		}
		return (operation == ChangeOperation.UPDATE && changes.isEmpty()) ? null
				: new Change(persister.getJpaEntityName(), renderer.id(persister, entry.getId()), operation,
						ChangeSource.ORM, changes);
	}

	private static ChangeOperation operation(EntityEntry entry) {
		if (entry.getStatus().isDeletedOrGone()) {
			return ChangeOperation.DELETE;
		}
		return entry.isExistsInDatabase() ? ChangeOperation.UPDATE : ChangeOperation.CREATE;
	}

	/** A collection that another one has replaced shows once that was flushed. */
	private static void collections(EntityPersister persister, Object entity, ValueRenderer renderer,
			Map<String, FieldChange> changes) {
		persister.forEachAttributeMapping((attribute) -> {
			PersistentCollection<?> collection = dirty(attribute, entity);
			if (collection != null) {
				CollectionPersister descriptor = attribute.asPluralAttributeMapping().getCollectionDescriptor();
				CollectionValues values = new CollectionValues(descriptor, renderer);
				if (!descriptor.isInverse() && !values.isIgnored()) {
					changes.put(values.field(), values.updated(collection));
				}
			}
		});
	}

	private static @Nullable PersistentCollection<?> dirty(AttributeMapping attribute, Object entity) {
		return (attribute.isPluralAttributeMapping()
				&& attribute.getPropertyAccess().getGetter().get(entity) instanceof PersistentCollection<?> collection
				&& collection.wasInitialized() && collection.isDirty()) ? collection : null;
	}

	private ValueRenderer renderer(SharedSessionContractImplementor session) {
		return new ValueRenderer(session, this.policies);
	}

}
