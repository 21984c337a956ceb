package io.dbmonitor.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.CompositeIdentifierMapping;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.internal.ManyToManyCollectionPart;
import org.hibernate.metamodel.mapping.internal.ToOneAttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of columns by the types that Hibernate itself reads them with. What leads
 * to an entity is its id.
 */
final class ColumnValues {

	private final SessionFactoryImplementor factory;

	ColumnValues(SessionFactoryImplementor factory) {
		this.factory = factory;
	}

	/** A column's name, as PostgreSQL folds it. */
	static String name(SelectableMapping column) {
		String name = column.getSelectionExpression();
		return name.startsWith("\"") ? name.substring(1, name.length() - 1) : name.toLowerCase(Locale.ROOT);
	}

	/** Whether all of a value is told by its columns, and can be made of them. */
	static boolean isReadable(ModelPart part) {
		if (part instanceof EmbeddableValuedModelPart embeddable) {
			EmbeddableMappingType type = embeddable.getEmbeddableTypeDescriptor();
			return !type.isPolymorphic() && ValueRenderer.attributes(type)
				.stream()
				.allMatch((inner) -> inner instanceof BasicValuedModelPart
						|| (inner instanceof EmbeddableValuedModelPart && isReadable(inner)));
		}
		return part instanceof BasicValuedModelPart || part instanceof ToOneAttributeMapping;
	}

	/** Columns as they stand in a row. */
	@Nullable Object value(SelectableMapping column, ResultSet row) throws SQLException {
		return column.getJdbcMapping()
			.getJdbcValueExtractor()
			.extract(row, row.findColumn(name(column)), this.factory.getWrapperOptions());
	}

	/** Make the value of columns. */
	@Nullable Object value(ModelPart part, List<? extends SelectableMapping> columns, ResultSet row) throws SQLException {
		return part(part, values(columns, row).iterator());
	}

	/** Make an id of the columns of a key. */
	@Nullable Object id(EntityPersister persister, List<? extends SelectableMapping> key, ResultSet row) throws SQLException {
		List<@Nullable Object> values = values(key, row);
		EntityIdentifierMapping mapping = persister.getIdentifierMapping();
		return (mapping instanceof CompositeIdentifierMapping composite)
				? embeddable(composite.getMappedIdEmbeddableTypeDescriptor(), values.iterator()) : values.get(0);
	}

	private List<@Nullable Object> values(List<? extends SelectableMapping> columns, ResultSet row)
			throws SQLException {
		List<@Nullable Object> values = new ArrayList<>();
		for (SelectableMapping column : columns) {
			JdbcMapping type = column.getJdbcMapping();
			values.add(type.convertToDomainValue(value(column, row)));
		}
		return values;
	}

	private static @Nullable Object part(ModelPart part, Iterator<@Nullable Object> values) {
		if (part instanceof ToOneAttributeMapping association) {
			return part(association.getForeignKeyDescriptor().getKeyPart(), values);
		}
		if (part instanceof ManyToManyCollectionPart association) {
			return part(association.getForeignKeyDescriptor().getKeyPart(), values);
		}
		if (!(part instanceof EmbeddableValuedModelPart embeddable)) {
			return values.next();
		}
		EmbeddableMappingType type = embeddable.getEmbeddableTypeDescriptor();
		return (type.getAggregateMapping() != null) ? values.next() : embeddable(type, values);
	}

	private static @Nullable Object embeddable(EmbeddableMappingType type, Iterator<@Nullable Object> values) {
		@Nullable Object[] parts = ValueRenderer.attributes(type).stream().map((attribute) -> part(attribute, values)).toArray();
		return Arrays.stream(parts).allMatch((value) -> value == null) ? null
				: type.getRepresentationStrategy().getInstantiator().instantiate(() -> parts);
	}

}
