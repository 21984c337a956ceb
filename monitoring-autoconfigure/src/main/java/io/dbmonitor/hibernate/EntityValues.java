package io.dbmonitor.hibernate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.ValueChange;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.generator.Generator;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.EntityValuedModelPart;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Compares Hibernate's state arrays: which fields a write changed in the database, each
 * field of an embeddable by itself. What is not written (a column that may not be
 * updated, a formula) has not changed, whatever the object says.
 */
final class EntityValues {

	private final EntityPersister persister;

	private final ValueRenderer renderer;

	EntityValues(EntityPersister persister, ValueRenderer renderer) {
		this.persister = persister;
		this.renderer = renderer;
	}

	Map<String, FieldChange> inserted(@Nullable Object[] state) {
		return compare(null, state, this.persister.getPropertyInsertability());
	}

	Map<String, FieldChange> updated(@Nullable Object @Nullable [] oldState, @Nullable Object[] newState) {
		return compare(oldState, newState, this.persister.getPropertyUpdateability());
	}

	Map<String, FieldChange> deleted(@Nullable Object @Nullable [] state) {
		return compare(state, null, null);
	}

	private Map<String, FieldChange> compare(@Nullable Object @Nullable [] oldState,
			@Nullable Object @Nullable [] newState, boolean @Nullable [] written) {
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		this.persister.forEachAttributeMapping((attribute) -> {
			int i = attribute.getStateArrayPosition();
			if (written == null || written[i] || isGenerated(i)) {
				compare(changes, attribute.getAttributeName(), attribute, false,
						(oldState != null) ? oldState[i] : null, (newState != null) ? newState[i] : null);
			}
		});
		return changes;
	}

	/** Whether the database makes the value, which Hibernate reads back. */
	private boolean isGenerated(int property) {
		Generator generator = this.persister.getGenerators()[property];
		return generator != null && generator.generatedOnExecution();
	}

	private void compare(Map<String, FieldChange> changes, String name, AttributeMapping attribute, boolean masked,
			@Nullable Object oldValue, @Nullable Object newValue) {
		if (attribute.isPluralAttributeMapping() || isUnfetched(oldValue) || isUnfetched(newValue)
				|| this.renderer.isIgnored(attribute)) {
			return;
		}
		if (attribute instanceof EmbeddableValuedModelPart embeddable) {
			EmbeddableMappingType type = embeddable.getEmbeddableTypeDescriptor();
			for (AttributeMapping field : ValueRenderer.attributes(type)) {
				compare(changes, name + "." + field.getAttributeName(), field,
						masked || this.renderer.isMasked(attribute), ValueRenderer.value(type, field, oldValue),
						ValueRenderer.value(type, field, newValue));
			}
		}
		else if (!isSame(attribute, oldValue, newValue)) {
			changes.put(name, new ValueChange(this.renderer.render(name, attribute, masked, oldValue),
					this.renderer.render(name, attribute, masked, newValue)));
		}
	}

	private boolean isSame(AttributeMapping attribute, @Nullable Object oldValue, @Nullable Object newValue) {
		if (oldValue == null || newValue == null) {
			return oldValue == newValue;
		}
		if (attribute instanceof EntityValuedModelPart entity) {
			// Nothing is loaded to compare
			EntityPersister persister = entity.getEntityMappingType().getEntityPersister();
			return ObjectUtils.nullSafeEquals(this.renderer.identifier(persister, oldValue),
					this.renderer.identifier(persister, newValue));
		}
		return (attribute instanceof BasicValuedModelPart basic) ? isSame(basic, oldValue, newValue)
				: oldValue.equals(newValue);
	}

	@SuppressWarnings("unchecked")
	private static boolean isSame(BasicValuedModelPart basic, Object oldValue, Object newValue) {
		return ((JavaType<Object>) basic.getJdbcMapping().getJavaTypeDescriptor()).areEqual(oldValue, newValue);
	}

	private static boolean isUnfetched(@Nullable Object value) {
		return value == LazyPropertyInitializer.UNFETCHED_PROPERTY;
	}

}
