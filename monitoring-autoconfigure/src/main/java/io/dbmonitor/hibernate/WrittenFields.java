package io.dbmonitor.hibernate;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import io.dbmonitor.audit.event.FieldValues;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a write, out of Hibernate's state arrays, of which none are for what is
 * not there.
 */
final class WrittenFields implements FieldValues {

	private final EntityPersister persister;

	private final @Nullable Object @Nullable [] oldState;

	private final Supplier<@Nullable Object @Nullable []> newState;

	private final Supplier<Set<String>> changed;

	private WrittenFields(EntityPersister persister, @Nullable Object @Nullable [] oldState,
			Supplier<@Nullable Object @Nullable []> newState, Supplier<Set<String>> changed) {
		this.persister = persister;
		this.oldState = oldState;
		this.newState = newState;
		this.changed = changed;
	}

	/** As the entity has them whenever it is asked. */
	static WrittenFields current(EntityPersister persister, @Nullable Object @Nullable [] oldState,
			Supplier<@Nullable Object @Nullable []> newState, SharedSessionContractImplementor session) {
		return new WrittenFields(persister, oldState, newState,
				() -> changed(persister, oldState, newState.get(), session));
	}

	/** As they were written. */
	static WrittenFields written(EntityPersister persister, @Nullable Object @Nullable [] oldState,
			@Nullable Object @Nullable [] newState, SharedSessionContractImplementor session) {
		Set<String> changed = changed(persister, oldState, newState, session);
		return new WrittenFields(persister, oldState, () -> newState, () -> changed);
	}

	@Override
	public Set<String> changed() {
		return this.changed.get();
	}

	@Override
	public @Nullable Object oldValue(String field) {
		return value(this.oldState, field);
	}

	@Override
	public @Nullable Object newValue(String field) {
		return value(this.newState.get(), field);
	}

	private @Nullable Object value(@Nullable Object @Nullable [] state, String field) {
		AttributeMapping attribute = this.persister.findAttributeMapping(field);
		if (attribute == null || attribute.isPluralAttributeMapping()) {
			throw new IllegalArgumentException(this.persister.getJpaEntityName() + " has no field '" + field
					+ "', or it is the id or a collection, which are not told here");
		}
		Object value = (state != null) ? state[attribute.getStateArrayPosition()] : null;
		if (isUnfetched(value)) {
			throw new IllegalStateException(
					this.persister.getJpaEntityName() + "." + field + " is lazy and has not been read");
		}
		return value;
	}

	private static Set<String> changed(EntityPersister persister, @Nullable Object @Nullable [] oldState,
			@Nullable Object @Nullable [] newState, SharedSessionContractImplementor session) {
		Set<String> changed = new LinkedHashSet<>();
		if (oldState != null && newState != null) {
			for (int i = 0; i < newState.length; i++) {
				AttributeMapping attribute = persister.getAttributeMapping(i);
				if (isWritten(persister, attribute, persister.getPropertyUpdateability())
						&& isChanged(persister, i, oldState[i], newState[i], session)) {
					changed.add(attribute.getAttributeName());
				}
			}
		}
		return changed;
	}

	/** Whether a field's value has changed. */
	static boolean isChanged(EntityPersister persister, int i, @Nullable Object oldValue, @Nullable Object newValue,
			SharedSessionContractImplementor session) {
		return !isUnfetched(newValue)
				&& (isUnfetched(oldValue) || persister.getPropertyTypes()[i].isDirty(oldValue, newValue, session));
	}

	/** Whether a field's value is what is written, as it is not of the version. */
	static boolean isWritten(EntityPersister persister, AttributeMapping attribute, boolean[] writable) {
		int position = attribute.getStateArrayPosition();
		return writable[position] && position != persister.getVersionPropertyIndex()
				&& !attribute.isPluralAttributeMapping();
	}

	static boolean isUnfetched(@Nullable Object value) {
		return value == LazyPropertyInitializer.UNFETCHED_PROPERTY;
	}

}
