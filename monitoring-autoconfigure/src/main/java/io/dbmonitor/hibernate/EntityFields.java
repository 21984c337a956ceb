package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.ValueChange;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.generator.Generator;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The audited fields of an entity, found out once. Compares Hibernate's state arrays:
 * which fields a write changed in the database, each field of an embeddable by itself.
 * What is not written (a column that may not be updated, a formula) has not changed,
 * whatever the object says.
 */
final class EntityFields {

	private final List<Field> fields = new ArrayList<>();

	EntityFields(EntityPersister persister, FieldPolicies policies) {
		persister.forEachAttributeMapping((attribute) -> {
			int position = attribute.getStateArrayPosition();
			boolean generated = isGenerated(persister, position);
			add(this.fields, attribute.getAttributeName(), attribute, false,
					generated || persister.getPropertyInsertability()[position],
					generated || persister.getPropertyUpdateability()[position], policies);
		});
	}

	/** Whether the database makes the value, which Hibernate reads back. */
	private static boolean isGenerated(EntityPersister persister, int property) {
		Generator generator = persister.getGenerators()[property];
		return generator != null && generator.generatedOnExecution();
	}

	private static void add(List<Field> fields, String name, AttributeMapping attribute, boolean masked,
			boolean insertable, boolean updatable, FieldPolicies policies) {
		if (attribute.isPluralAttributeMapping() || policies.isIgnored(attribute)) {
			return;
		}
		if (!(attribute instanceof EmbeddableValuedModelPart embeddable)) {
			fields.add(new Field(name, attribute.getStateArrayPosition(), attribute,
					masked || policies.isMasked(name, attribute), insertable, updatable, null, List.of()));
			return;
		}
		EmbeddableMappingType type = embeddable.getEmbeddableTypeDescriptor();
		List<Field> parts = new ArrayList<>();
		for (AttributeMapping part : ValueRenderer.attributes(type)) {
			add(parts, name + "." + part.getAttributeName(), part, masked || policies.isMasked(attribute), insertable,
					updatable, policies);
		}
		fields.add(new Field(name, attribute.getStateArrayPosition(), attribute, masked, insertable, updatable, type,
				parts));
	}

	Map<String, FieldChange> inserted(@Nullable Object[] state, ValueRenderer renderer) {
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		for (Field field : this.fields) {
			if (field.insertable) {
				field.compare(null, state[field.position], renderer, changes);
			}
		}
		return changes;
	}

	/** What the database has of the fields that are ever written. */
	Map<String, FieldChange> present(@Nullable Object[] state, ValueRenderer renderer) {
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		for (Field field : this.fields) {
			if (field.insertable || field.updatable) {
				field.compare(null, state[field.position], renderer, changes);
			}
		}
		return changes;
	}

	Map<String, FieldChange> updated(@Nullable Object @Nullable [] oldState, @Nullable Object[] newState,
			ValueRenderer renderer) {
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		for (Field field : this.fields) {
			if (field.updatable) {
				field.compare((oldState != null) ? oldState[field.position] : null, newState[field.position], renderer,
						changes);
			}
		}
		return changes;
	}

	Map<String, FieldChange> deleted(@Nullable Object @Nullable [] state, ValueRenderer renderer) {
		return between(state, null, renderer);
	}

	/** Whoever changed it: what Hibernate may not write, others may. */
	Map<String, FieldChange> between(@Nullable Object @Nullable [] oldState, @Nullable Object @Nullable [] newState,
			ValueRenderer renderer) {
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		for (Field field : this.fields) {
			field.compare((oldState != null) ? oldState[field.position] : null,
					(newState != null) ? newState[field.position] : null, renderer, changes);
		}
		return changes;
	}

	/** The names of an attribute's fields: several of an embeddable. */
	static List<String> names(AttributeMapping attribute) {
		return names(attribute.getAttributeName(), attribute);
	}

	private static List<String> names(String name, AttributeMapping attribute) {
		return (attribute instanceof EmbeddableValuedModelPart embeddable)
				? ValueRenderer.attributes(embeddable.getEmbeddableTypeDescriptor())
					.stream()
					.flatMap((part) -> names(name + "." + part.getAttributeName(), part).stream())
					.toList()
				: List.of(name);
	}

	/**
	 * A field.
	 *
	 * @param name its name; in an embeddable the whole path
	 * @param position its place in the state array, or in its embeddable
	 * @param attribute its mapping
	 * @param masked whether its values are not kept
	 * @param insertable whether it is written with an insert
	 * @param updatable whether it is written with an update
	 * @param embeddable of an embeddable its type
	 * @param parts of an embeddable its fields
	 */
	private record Field(String name, int position, AttributeMapping attribute, boolean masked, boolean insertable,
			boolean updatable, @Nullable EmbeddableMappingType embeddable, List<Field> parts) {

		private void compare(@Nullable Object oldValue, @Nullable Object newValue, ValueRenderer renderer,
				Map<String, FieldChange> changes) {
			if (oldValue == newValue || isUnfetched(oldValue) || isUnfetched(newValue)) {
				return;
			}
			if (this.embeddable != null) {
				for (Field part : this.parts) {
					part.compare(part.in(this.embeddable, oldValue), part.in(this.embeddable, newValue), renderer,
							changes);
				}
			}
			else if (!renderer.isSame(this.attribute, oldValue, newValue)) {
				changes.put(this.name, new ValueChange(renderer.field(this.name, this.attribute, this.masked, oldValue),
						renderer.field(this.name, this.attribute, this.masked, newValue)));
			}
		}

		private @Nullable Object in(EmbeddableMappingType type, @Nullable Object embeddable) {
			return (embeddable != null) ? type.getValue(embeddable, this.position) : null;
		}

		private static boolean isUnfetched(@Nullable Object value) {
			return value == LazyPropertyInitializer.UNFETCHED_PROPERTY;
		}

	}

}
