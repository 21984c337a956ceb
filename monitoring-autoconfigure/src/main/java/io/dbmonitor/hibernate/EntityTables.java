package io.dbmonitor.hibernate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import javax.sql.DataSource;

import io.dbmonitor.audit.AuditIgnore;
import io.dbmonitor.audit.AuditedTables;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.spi.MappingMetamodelImplementor;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables that entities and their collections have their rows in.
 */
final class EntityTables {

	private EntityTables() {
	}

	/**
	 * Add the tables of a session factory. A table of several classes is that of their
	 * root.
	 * @param sessionFactory the session factory, complete
	 * @param tables where they go
	 */
	static void add(SessionFactoryImplementor sessionFactory, AuditedTables tables) {
		MappingMetamodelImplementor metamodel = sessionFactory.getMappingMetamodel();
		String dataSource = tables.name(dataSource(sessionFactory));
		List<AbstractEntityPersister> rootsFirst = rootsFirst(sessionFactory);
		rootsFirst.forEach((persister) -> add(dataSource, persister.getTableName(), persister, true, tables));
		for (AbstractEntityPersister persister : rootsFirst) {
			for (Serializable space : persister.getQuerySpaces()) {
				add(dataSource, space.toString(), persister, false, tables);
			}
		}
		metamodel.forEachCollectionDescriptor((collection) -> {
			EntityPersister owner = collection.getOwnerEntityPersister();
			if (collection instanceof AbstractCollectionPersister known && !isIgnored(owner)) {
				add(dataSource, known.getTableName(), owner, false, tables);
			}
		});
	}

	/**
	 * What is audited of a session factory's entities, the roots of hierarchies first.
	 */
	static List<AbstractEntityPersister> rootsFirst(SessionFactoryImplementor sessionFactory) {
		List<AbstractEntityPersister> rootsFirst = new ArrayList<>();
		sessionFactory.getMappingMetamodel().forEachEntityDescriptor((persister) -> {
			if (persister instanceof AbstractEntityPersister known && !isIgnored(known)) {
				rootsFirst.add(known);
			}
		});
		rootsFirst.sort(
				Comparator.comparing((persister) -> !persister.getEntityName().equals(persister.getRootEntityName())));
		return rootsFirst;
	}

	private static void add(@Nullable String dataSource, String table, EntityPersister persister, boolean own,
			AuditedTables tables) {
		tables.add(dataSource, table, persister.getJpaEntityName(), persister.getMappedClass().getName(), own);
	}

	/** The data source that a session factory was made with, as far as that is known. */
	static @Nullable DataSource dataSource(SessionFactoryImplementor sessionFactory) {
		Object known = sessionFactory.getProperties().get(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE);
		return (known instanceof DataSource dataSource) ? dataSource : null;
	}

	private static boolean isIgnored(EntityPersister persister) {
		return persister.getMappedClass().isAnnotationPresent(AuditIgnore.class);
	}

}
