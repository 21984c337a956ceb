package io.dbmonitor.hibernate;

import java.util.LinkedHashMap;
import java.util.Map;

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

/**
 * Renders Hibernate's state arrays into values that can be kept: strings, numbers and
 * booleans, rendered at once, since Hibernate goes on using the arrays. Associations
 * become the id of what they lead to, embeddables one value for each of their fields.
 * Nothing is loaded for it.
 */
final class EntityValues {

	private static final int MAX_TEXT = 10_000;

	private final SharedSessionContractImplementor session;

	private final Map<String, ValueChange> values = new LinkedHashMap<>();

	private EntityValues(SharedSessionContractImplementor session) {
		this.session = session;
	}

	/**
	 * Compare two states.
	 * @param persister the entity's persister
	 * @param oldState the state before, {@code null} where there was none or it is not
	 * known
	 * @param newState the state after, {@code null} where there is none
	 * @param session the session
	 * @return the fields that differ
	 */
	static Map<String, ValueChange> compare(EntityPersister persister, @Nullable Object @Nullable [] oldState,
			@Nullable Object @Nullable [] newState, SharedSessionContractImplementor session) {
		EntityValues values = new EntityValues(session);
		String[] names = persister.getPropertyNames();
		Type[] types = persister.getPropertyTypes();
		for (int i = 0; i < names.length; i++) {
			values.compare(names[i], types[i], (oldState != null) ? oldState[i] : null,
					(newState != null) ? newState[i] : null);
		}
		return values.values;
	}

	private void compare(String name, Type type, @Nullable Object oldValue, @Nullable Object newValue) {
		if (oldValue == newValue || type.isCollectionType() || isUnfetched(oldValue) || isUnfetched(newValue)) {
			return;
		}
		if (type instanceof ComponentType component) {
			compareComponent(name, component, oldValue, newValue);
			return;
		}
		Object renderedOld = render(type, oldValue);
		Object renderedNew = render(type, newValue);
		if (renderedOld == null || !renderedOld.equals(renderedNew)) {
			this.values.put(name, new ValueChange(renderedOld, renderedNew));
		}
	}

	private void compareComponent(String name, ComponentType component, @Nullable Object oldValue,
			@Nullable Object newValue) {
		String[] names = component.getPropertyNames();
		Type[] types = component.getSubtypes();
		for (int i = 0; i < names.length; i++) {
			compare(name + "." + names[i], types[i],
					(oldValue != null) ? component.getPropertyValue(oldValue, i, this.session) : null,
					(newValue != null) ? component.getPropertyValue(newValue, i, this.session) : null);
		}
	}

	private static boolean isUnfetched(@Nullable Object value) {
		return value == LazyPropertyInitializer.UNFETCHED_PROPERTY;
	}

	private @Nullable Object render(Type type, @Nullable Object value) {
		if (value != null && type instanceof EntityType entity) {
			return render(identifier(entity, value));
		}
		return render(value);
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

	static @Nullable Object render(@Nullable Object value) {
		if (value == null || value instanceof Boolean || (value instanceof Number number && isImmutable(number))) {
			return value;
		}
		if (value instanceof byte[] bytes) {
			return "(" + bytes.length + " bytes)";
		}
		String text = (value instanceof Enum<?> constant) ? constant.name() : String.valueOf(value);
		return (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT) + "…";
	}

	/** Atomic numbers live on and change. */
	private static boolean isImmutable(Number number) {
		String type = number.getClass().getPackageName();
		return type.equals("java.lang") || type.equals("java.math");
	}

}
