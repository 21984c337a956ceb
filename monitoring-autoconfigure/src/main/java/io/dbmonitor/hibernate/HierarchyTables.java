package io.dbmonitor.hibernate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.dbmonitor.audit.RowReader.KeyedTable;
import org.hibernate.metamodel.mapping.EntityDiscriminatorMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables that tell by a row's key which entity of a hierarchy it belongs to.
 */
final class HierarchyTables {

	private HierarchyTables() {
	}

	/**
	 * Find them.
	 * @param declared what a row belongs to at least
	 * @param table the table that the row stands in, which tells nothing more
	 * @return by entity a table that has a row of the key if the entity is one; of
	 * several the most special one is last
	 */
	static Map<String, KeyedTable> of(AbstractEntityPersister declared, String table) {
		Map<String, KeyedTable> tables = new LinkedHashMap<>();
		EntityDiscriminatorMapping discriminator = declared.getDiscriminatorMapping();
		if (declared.getSubMappingTypes().isEmpty() || (discriminator != null && discriminator.hasPhysicalColumn()
				&& discriminator.getContainingTableExpression().equals(table))) {
			return tables;
		}
		Stream.concat(Stream.of(declared), declared.getSubMappingTypes().stream().map(HierarchyTables::persister))
			.filter((persister) -> !persister.isAbstract())
			.forEach((persister) -> {
				KeyedTable own = table(persister, declared, table);
				if (own != null) {
					tables.put(persister.getJpaEntityName(), own);
				}
			});
		return tables;
	}

	private static AbstractEntityPersister persister(EntityMappingType type) {
		return (AbstractEntityPersister) type.getEntityPersister();
	}

	private static @Nullable KeyedTable table(AbstractEntityPersister persister, AbstractEntityPersister declared,
			String table) {
		EntityDiscriminatorMapping discriminator = persister.getDiscriminatorMapping();
		if (discriminator != null && discriminator.hasPhysicalColumn()) {
			return discriminator.isFormula() ? null : keyed(persister, discriminator.getContainingTableExpression(),
					condition(discriminator, persister));
		}
		boolean own = !persister.getTableName().equals(table)
				&& (persister != declared || persister instanceof UnionSubclassEntityPersister);
		return own ? keyed(persister, persister.getTableName(), null) : null;
	}

	private static String condition(EntityDiscriminatorMapping discriminator, EntityMappingType type) {
		String value = type.getDiscriminatorSQLValue();
		return discriminator.getSelectionExpression() + switch (value) {
			case "null", "not null" -> " is " + value;
			default -> " = " + value;
		};
	}

	private static @Nullable KeyedTable keyed(AbstractEntityPersister persister, String name,
			@Nullable String condition) {
		for (EntityTableMapping table : persister.getTableMappings()) {
			if (table.getTableName().equals(name) && table.getKeyMapping().getColumnCount() == 1) {
				return new KeyedTable(name, table.getKeyMapping().getKeyColumn(0).getColumnName(), condition);
			}
		}
		return null;
	}

}
