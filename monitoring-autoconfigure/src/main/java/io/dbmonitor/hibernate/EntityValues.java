package io.dbmonitor.hibernate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.dbmonitor.audit.ValueChange;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.hibernate.type.ComponentType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Renders Hibernate's state arrays into values that can be kept: strings, numbers and
 * booleans, rendered at once, since Hibernate goes on using the arrays. Associations
 * become the id of what they lead to, embeddables one value for each of their fields.
 * Nothing is loaded for it, and what is sensitive is masked before it leaves.
 */
final class EntityValues {

	private static final int MAX_TEXT = 2000;

	private final EntityPersister persister;

	private final SharedSessionContractImplementor session;

	private final Predicate<String> masked;

	EntityValues(EntityPersister persister, SharedSessionContractImplementor session, Predicate<String> masked) {
		this.persister = persister;
		this.session = session;
		this.masked = masked;
	}

	/**
	 * Render the entity's id.
	 * @param id the id
	 * @return the id as text; of a composite one its parts, separated by commas
	 */
	String id(Object id) {
		String name = this.persister.getIdentifierPropertyName();
		if (this.persister.getIdentifierType() instanceof ComponentType component) {
			StringBuilder parts = new StringBuilder();
			String[] names = component.getPropertyNames();
			for (int i = 0; i < names.length; i++) {
				Object part = component.getPropertyValue(id, i, this.session);
				parts.append((i > 0) ? "," : "").append(idPart(names[i], component.getSubtypes()[i], part));
			}
			return parts.toString();
		}
		return idPart((name != null) ? name : "", this.persister.getIdentifierType(), id);
	}

	private String idPart(String name, Type type, @Nullable Object value) {
		return this.masked.test(name) ? ValueChange.MASK : String.valueOf(render(type, value));
	}

	/**
	 * Compare two states.
	 * @param oldState the state before, {@code null} where there was none or it is not
	 * known
	 * @param newState the state after, {@code null} where there is none
	 * @return the fields that differ
	 */
	Map<String, ValueChange> compare(@Nullable Object @Nullable [] oldState, @Nullable Object @Nullable [] newState) {
		Map<String, ValueChange> changes = new LinkedHashMap<>();
		String[] names = this.persister.getPropertyNames();
		Type[] types = this.persister.getPropertyTypes();
		for (int i = 0; i < names.length; i++) {
			compare(changes, names[i], types[i], (oldState != null) ? oldState[i] : null,
					(newState != null) ? newState[i] : null);
		}
		return changes;
	}

	private void compare(Map<String, ValueChange> changes, String name, Type type, @Nullable Object oldValue,
			@Nullable Object newValue) {
		if (type.isCollectionType() || isUnfetched(oldValue) || isUnfetched(newValue)
				|| isSame(type, oldValue, newValue)) {
			return;
		}
		if (type instanceof ComponentType component) {
			String[] names = component.getPropertyNames();
			for (int i = 0; i < names.length; i++) {
				compare(changes, name + "." + names[i], component.getSubtypes()[i],
						(oldValue != null) ? component.getPropertyValue(oldValue, i, this.session) : null,
						(newValue != null) ? component.getPropertyValue(newValue, i, this.session) : null);
			}
			return;
		}
		ValueChange change = new ValueChange(render(type, oldValue), render(type, newValue));
		changes.put(name, this.masked.test(name) ? change.masked() : change);
	}

	private boolean isSame(Type type, @Nullable Object oldValue, @Nullable Object newValue) {
		if (oldValue == null || newValue == null) {
			return oldValue == newValue;
		}
		// Associations are equal where they lead to the same id, and nothing is loaded to
		// compare
		return (type instanceof EntityType entity)
				? ObjectUtils.nullSafeEquals(identifier(entity, oldValue), identifier(entity, newValue))
				: type.isEqual(oldValue, newValue, this.session.getFactory());
	}

	private static boolean isUnfetched(@Nullable Object value) {
		return value == LazyPropertyInitializer.UNFETCHED_PROPERTY;
	}

	private @Nullable Object render(Type type, @Nullable Object value) {
		return render((value != null && type instanceof EntityType entity) ? identifier(entity, value) : value);
	}

	private @Nullable Object identifier(EntityType type, Object entity) {
		LazyInitializer lazy = HibernateProxy.extractLazyInitializer(entity);
		if (lazy != null) {
			return lazy.getInternalIdentifier();
		}
		Object known = this.session.getContextEntityIdentifier(entity);
		return (known != null) ? known
				: this.session.getFactory()
					.getMappingMetamodel()
					.getEntityDescriptor(type.getAssociatedEntityName())
					.getIdentifier(entity, this.session);
	}

	private static @Nullable Object render(@Nullable Object value) {
		if (value == null || value instanceof Boolean || (value instanceof Number number && isImmutable(number))) {
			return value;
		}
		if (value instanceof byte[] bytes) {
			return "(" + bytes.length + " bytes)";
		}
		String text = (value instanceof Enum<?> constant) ? constant.name() : text(value);
		return (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT) + "…";
	}

	/** A value that cannot tell itself must not lose the whole change. */
	private static String text(Object value) {
		try {
			return ObjectUtils.nullSafeToString(value);
		}
		catch (RuntimeException ex) {
			return "(cannot be shown: " + ex.getClass().getSimpleName() + ")";
		}
	}

	/** Atomic numbers live on and change. */
	private static boolean isImmutable(Number number) {
		String type = number.getClass().getPackageName();
		return type.equals("java.lang") || type.equals("java.math");
	}

}
