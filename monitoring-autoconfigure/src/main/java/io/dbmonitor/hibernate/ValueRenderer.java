package io.dbmonitor.hibernate;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.CompositeIdentifierMapping;
import org.hibernate.metamodel.mapping.DiscriminatedAssociationModelPart;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.hibernate.metamodel.mapping.EntityValuedModelPart;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Renders values of mapped fields into what can be kept: strings, numbers, booleans,
 * lists and maps of them, at once, since Hibernate goes on using its objects.
 * Associations become the id of what they lead to. Nothing is loaded for it, and what is
 * sensitive is masked before it leaves.
 */
final class ValueRenderer {

	private final SharedSessionContractImplementor session;

	private final FieldPolicies fields;

	ValueRenderer(SharedSessionContractImplementor session, FieldPolicies fields) {
		this.session = session;
		this.fields = fields;
	}

	/**
	 * Render an entity's id.
	 * @param persister the entity's
	 * @param id the id
	 * @return the id as text; of a composite one its parts, separated by commas
	 */
	String id(EntityPersister persister, Object id) {
		EntityIdentifierMapping mapping = persister.getIdentifierMapping();
		if (mapping instanceof CompositeIdentifierMapping composite) {
			List<String> parts = new ArrayList<>();
			EmbeddableMappingType type = composite.getMappedIdEmbeddableTypeDescriptor();
			for (AttributeMapping part : attributes(type)) {
				parts.add(String.valueOf(render(part.getAttributeName(), part, value(type, part, id))));
			}
			return String.join(",", parts);
		}
		return String.valueOf(render(mapping.getAttributeName(), mapping, id));
	}

	/**
	 * Render a value.
	 * @param path the field's name; in an embeddable the whole path
	 * @param part what it is a value of
	 * @param value the value
	 * @return what can be kept, {@code null} where there is no value
	 */
	@Nullable Object render(String path, ModelPart part, @Nullable Object value) {
		return render(path, part, false, value);
	}

	/**
	 * Render a value.
	 * @param path the field's name; in an embeddable the whole path
	 * @param part what it is a value of
	 * @param masked whether what it is a part of is masked
	 * @param value the value
	 * @return what can be kept, {@code null} where there is no value
	 */
	@Nullable Object render(String path, ModelPart part, boolean masked, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		Object rendered = plain(path, part, value);
		return (rendered != null && (masked || this.fields.isMasked(path, part))) ? this.fields.mask(rendered)
				: rendered;
	}

	/**
	 * Render a field's value.
	 * @param name the field's name; in an embeddable the whole path
	 * @param part the field
	 * @param masked whether it is masked
	 * @param value the value
	 * @return what can be kept, {@code null} where there is no value
	 */
	@Nullable Object field(String name, ModelPart part, boolean masked, @Nullable Object value) {
		Object rendered = (value != null) ? plain(name, part, value) : null;
		return (masked && rendered != null) ? this.fields.mask(rendered) : rendered;
	}

	EntityFields fieldsOf(EntityPersister persister) {
		return this.fields.of(persister);
	}

	/** Whether a field has the same value twice. Nothing is loaded to compare. */
	boolean isSame(AttributeMapping attribute, @Nullable Object oldValue, @Nullable Object newValue) {
		if (oldValue == null || newValue == null) {
			return oldValue == newValue;
		}
		if (attribute instanceof EntityValuedModelPart entity) {
			EntityPersister persister = entity.getEntityMappingType().getEntityPersister();
			return ObjectUtils.nullSafeEquals(identifier(persister, oldValue), identifier(persister, newValue));
		}
		return (attribute instanceof BasicValuedModelPart basic) ? isSame(basic, oldValue, newValue)
				: oldValue.equals(newValue);
	}

	@SuppressWarnings("unchecked")
	private static boolean isSame(BasicValuedModelPart basic, Object oldValue, Object newValue) {
		return ((JavaType<Object>) basic.getJdbcMapping().getJavaTypeDescriptor()).areEqual(oldValue, newValue);
	}

	boolean isIgnored(AttributeMapping attribute) {
		return this.fields.isIgnored(attribute);
	}

	boolean isMasked(AttributeMapping attribute) {
		return this.fields.isMasked(attribute);
	}

	private @Nullable Object plain(String path, ModelPart part, Object value) {
		if (part instanceof EmbeddableValuedModelPart embeddable) {
			return embeddable(path, embeddable.getEmbeddableTypeDescriptor(), value);
		}
		if (part instanceof EntityValuedModelPart entity) {
			return reference(entity.getEntityMappingType().getEntityPersister(), value);
		}
		return (part instanceof DiscriminatedAssociationModelPart) ? anyReference(value) : plain(value);
	}

	private Map<String, Object> embeddable(String path, EmbeddableMappingType type, Object value) {
		Map<String, Object> fields = new LinkedHashMap<>();
		for (AttributeMapping attribute : attributes(type)) {
			String name = attribute.getAttributeName();
			Object field = render(path + "." + name, attribute, value(type, attribute, value));
			if (field != null) {
				fields.put(name, field);
			}
		}
		return fields;
	}

	/** The fields of an embeddable. */
	static List<AttributeMapping> attributes(EmbeddableMappingType type) {
		List<AttributeMapping> attributes = new ArrayList<>();
		for (int i = 0; i < type.getNumberOfAttributeMappings(); i++) {
			attributes.add(type.getAttributeMapping(i));
		}
		return attributes;
	}

	/** The value of an embeddable's field. */
	static @Nullable Object value(EmbeddableMappingType type, AttributeMapping attribute, @Nullable Object embeddable) {
		return (embeddable != null) ? type.getValue(embeddable, attribute.getStateArrayPosition()) : null;
	}

	/**
	 * Find the id of what an association leads to.
	 * @param persister of what it leads to
	 * @param value an entity, a proxy of one, or in what was read of a row the id itself
	 * @return the id, {@code null} where what it leads to has none yet
	 */
	@Nullable Object identifier(EntityPersister persister, Object value) {
		LazyInitializer lazy = HibernateProxy.extractLazyInitializer(value);
		if (lazy != null) {
			return lazy.getInternalIdentifier();
		}
		if (!persister.isInstance(value)) {
			return value;
		}
		Object known = this.session.getContextEntityIdentifier(value);
		return (known != null) ? known : persister.getIdentifier(value, this.session);
	}

	private @Nullable Object reference(EntityPersister persister, Object value) {
		Object id = identifier(persister, value);
		return (id != null && persister.getIdentifierMapping() instanceof CompositeIdentifierMapping)
				? id(persister, id) : plain(id);
	}

	/** What can lead to any entity tells to which one. */
	private String anyReference(Object value) {
		LazyInitializer lazy = HibernateProxy.extractLazyInitializer(value);
		EntityPersister persister = this.session.getFactory()
			.getMappingMetamodel()
			.getEntityDescriptor((lazy != null) ? lazy.getEntityName() : this.session.bestGuessEntityName(value));
		Object id = (lazy != null) ? lazy.getInternalIdentifier() : persister.getIdentifier(value, this.session);
		return persister.getJpaEntityName() + "/" + ((id != null) ? id(persister, id) : "");
	}

	private @Nullable Object plain(@Nullable Object value) {
		if (value == null || value instanceof Boolean || (value instanceof Number number && isImmutable(number))) {
			return value;
		}
		if (value instanceof byte[] bytes) {
			return this.fields.cut(Base64.getEncoder().encodeToString(bytes));
		}
		if (value.getClass().isArray()) {
			List<Object> elements = new ArrayList<>();
			for (int i = 0; i < Array.getLength(value); i++) {
				elements.add(String.valueOf(plain(Array.get(value, i))));
			}
			return elements;
		}
		String text = (value instanceof Enum<?> constant) ? constant.name() : text(value);
		return this.fields.cut(text);
	}

	/** A value that cannot tell itself must not lose the whole change. */
	private static String text(Object value) {
		try {
			return value.toString();
		}
		catch (RuntimeException ex) {
			return "(cannot be shown: " + ex.getClass().getSimpleName() + ")";
		}
	}

	/** Others, such as atomic numbers, live on and change. */
	private static boolean isImmutable(Number number) {
		return number instanceof Integer || number instanceof Long || number instanceof BigDecimal
				|| number instanceof Double || number instanceof Float || number instanceof Short
				|| number instanceof Byte || number instanceof BigInteger;
	}

}
