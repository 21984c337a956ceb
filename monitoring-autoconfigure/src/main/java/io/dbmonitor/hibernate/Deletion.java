package io.dbmonitor.hibernate;

import org.hibernate.annotations.SoftDeleteType;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.SoftDeleteMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Tells rows that are marked as deleted ({@code @SoftDelete}).
 *
 * @param column the column with the mark
 * @param timestamp whether that is the time of the deletion
 */
record Deletion(SelectableMapping column, boolean timestamp) {

	/**
	 * Find out how an entity is marked.
	 * @param persister the entity's
	 * @param table one of its tables
	 * @return the mark, {@code null} where there is none in this table
	 */
	static @Nullable Deletion of(EntityPersister persister, String table) {
		SoftDeleteMapping mapping = persister.getSoftDeleteMapping();
		return (mapping != null && mapping.getTableName().equals(table))
				? new Deletion(mapping, mapping.getSoftDeleteStrategy() == SoftDeleteType.TIMESTAMP) : null;
	}

	/** With either strategy, true as Hibernate reads it means deleted. */
	boolean isDeleted(@Nullable Object value) {
		return this.timestamp ? value != null
				: Boolean.TRUE.equals(this.column.getJdbcMapping().convertToDomainValue(value));
	}

}
