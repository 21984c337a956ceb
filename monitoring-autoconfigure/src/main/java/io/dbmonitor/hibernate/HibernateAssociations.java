package io.dbmonitor.hibernate;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.query.Association;
import io.dbmonitor.query.Fingerprint;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.internal.ToOneAttributeMapping;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Tells which association Hibernate loads with a statement: the stack shows that it loads
 * one, the mapping which one has the statement's table and key. Asked once for each
 * finding, so nothing of this is on the way of a statement.
 */
public final class HibernateAssociations implements Association.Resolver {

	private static final int MAX_NAMES = 3;

	private final Supplier<Stream<SessionFactoryImplementor>> sessionFactories;

	/**
	 * Make a resolver.
	 * @param sessionFactories the session factories whose mappings to look at
	 */
	public HibernateAssociations(Supplier<Stream<SessionFactoryImplementor>> sessionFactories) {
		this.sessionFactories = sessionFactories;
	}

	@Override
	public @Nullable Association find(Fingerprint statement, List<StackFrame> stack) {
		if (statement.tables().isEmpty()) {
			return null;
		}
		return switch (Loading.of(stack)) {
			case COLLECTION -> collection(statement);
			case ENTITY -> entity(statement);
			case NONE -> null;
		};
	}

	private @Nullable Association collection(Fingerprint statement) {
		List<String> names = this.sessionFactories.get()
			.flatMap((factory) -> collections(factory))
			.filter((descriptor) -> descriptor instanceof AbstractCollectionPersister persister
					&& isTable(statement, persister.getTableName())
					&& restricts(statement, persister.getKeyColumnNames()))
			.map((descriptor) -> entityName(descriptor.getOwnerEntityPersister()) + "."
					+ property(List.of(descriptor.getRole())))
			.distinct()
			.toList();
		String property = property(names);
		return association(names,
				"Load " + join(names) + " together with the owners: left join fetch, "
						+ "@EntityGraph(attributePaths = \"" + property + "\"), or @BatchSize on "
						+ names.stream().findFirst().orElse(property));
	}

	private @Nullable Association entity(Fingerprint statement) {
		List<EntityPersister> entities = this.sessionFactories.get().flatMap((factory) -> entities(factory)).toList();
		List<EntityPersister> loaded = entities.stream()
			.filter((entity) -> isTable(statement, entity.getTableName())
					&& restricts(statement, entity.getIdentifierColumnNames()))
			.toList();
		List<String> names = new ArrayList<>();
		for (EntityPersister owner : entities) {
			owner.getAttributeMappings().forEach((attribute) -> {
				if (attribute instanceof ToOneAttributeMapping toOne
						&& loaded.contains(toOne.getEntityMappingType().getEntityPersister())) {
					names.add(entityName(owner) + "." + attribute.getAttributeName());
				}
			});
		}
		String property = property(names);
		return association(names,
				"Load " + join(names) + " together with the owners: join fetch, " + "@EntityGraph(attributePaths = \""
						+ property + "\"), or @BatchSize on the class "
						+ loaded.stream().map(HibernateAssociations::entityName).findFirst().orElse("of the entity"));
	}

	private static Stream<CollectionPersister> collections(SessionFactoryImplementor factory) {
		Stream.Builder<CollectionPersister> collections = Stream.builder();
		factory.getMappingMetamodel().forEachCollectionDescriptor(collections);
		return collections.build();
	}

	private static Stream<EntityPersister> entities(SessionFactoryImplementor factory) {
		Stream.Builder<EntityPersister> entities = Stream.builder();
		factory.getMappingMetamodel().forEachEntityDescriptor(entities);
		return entities.build();
	}

	private static @Nullable Association association(List<String> names, String advice) {
		return names.isEmpty() ? null : new Association(join(names), advice);
	}

	private static String join(List<String> names) {
		return names.stream().limit(MAX_NAMES).collect(Collectors.joining(" or "));
	}

	private static String property(List<String> names) {
		return names.isEmpty() ? "" : names.get(0).substring(names.get(0).lastIndexOf('.') + 1);
	}

	private static String entityName(EntityPersister entity) {
		return entity.getMappedClass().getSimpleName();
	}

	/** Whether the statement reads a table first, whatever its schema and quotes. */
	private static boolean isTable(Fingerprint statement, String table) {
		return plain(statement.tables().get(0)).equals(plain(table));
	}

	private static String plain(String name) {
		return name.substring(name.lastIndexOf('.') + 1).replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
	}

	private static boolean restricts(Fingerprint statement, String[] columns) {
		String text = statement.statement().toLowerCase(Locale.ROOT);
		String condition = text.substring(Math.max(0, text.indexOf(" where ")));
		return Arrays.stream(columns)
			.allMatch((column) -> condition.replaceAll("[\"`\\[\\]]", "").contains("." + plain(column) + "=")
					|| condition.contains("." + plain(column) + " in"));
	}

	/** What Hibernate is about, by its innermost frames. */
	private enum Loading {

		/** A collection. */
		COLLECTION,

		/** An entity that another one refers to. */
		ENTITY,

		/** Neither. */
		NONE;

		private static final List<String> OF_COLLECTION = List.of(
				"org.hibernate.collection.spi.AbstractPersistentCollection",
				"org.hibernate.sql.results.graph.collection.");

		private static final List<String> OF_ENTITY = List.of("org.hibernate.proxy.",
				"org.hibernate.sql.results.graph.entity.", "org.hibernate.bytecode.enhance.");

		static Loading of(List<StackFrame> stack) {
			boolean inHibernate = false;
			for (StackFrame frame : stack) {
				String type = frame.getClassName();
				if (!type.startsWith("org.hibernate.")) {
					if (inHibernate && !type.startsWith("java.")) {
						return NONE;
					}
					continue;
				}
				inHibernate = true;
				if (OF_COLLECTION.stream().anyMatch(type::startsWith)) {
					return COLLECTION;
				}
				if (OF_ENTITY.stream().anyMatch(type::startsWith)) {
					return ENTITY;
				}
			}
			return NONE;
		}

	}

}
