package io.dbmonitor.hibernate;

import java.util.HashSet;
import java.util.Set;

import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.engine.internal.ManagedTypeHelper;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The state of an entity that Hibernate is about to write, and what listeners set on the
 * entity meanwhile. Hibernate has taken the state from the entity before and chosen the
 * columns of an update by it, so both have to be told.
 */
final class SettableState {

	private final SharedSessionContractImplementor session;

	private final EntityPersister persister;

	private final Object entity;

	/** Hibernate's own, which it will write. */
	private final @Nullable Object[] state;

	private final boolean[] writable;

	/** What was in it; mutable values are copied. */
	private final @Nullable Object[] given;

	SettableState(SharedSessionContractImplementor session, EntityPersister persister, Object entity,
			@Nullable Object[] state, boolean[] writable) {
		this.session = session;
		this.persister = persister;
		this.entity = entity;
		this.state = state;
		this.writable = writable;
		this.given = new Object[state.length];
		for (int i = 0; i < state.length; i++) {
			this.given[i] = copy(i, state[i]);
		}
	}

	/**
	 * Take over what was set.
	 * @param oldState by which the columns of an update were chosen, {@code null} where
	 * all are written
	 * @throws IllegalStateException if something was set that cannot be written
	 */
	void takeOver(@Nullable Object @Nullable [] oldState) {
		@Nullable Object[] current = this.persister.getValues(this.entity);
		for (int i = 0; i < current.length; i++) {
			AttributeMapping attribute = this.persister.getAttributeMapping(i);
			if (WrittenFields.isUnfetched(current[i])
					|| !WrittenFields.isWritten(this.persister, attribute, this.writable)) {
				continue;
			}
			if (oldState != null && isSet(i, before(i, oldState), current[i]) && !isChosen(attribute, oldState)) {
				refuse(attribute);
				// The entity stays dirty, and the flush that follows writes it
				this.state[i] = this.given[i];
			}
			else if (isSet(i, this.given[i], current[i])) {
				this.state[i] = copy(i, current[i]);
			}
		}
	}

	/** A lazy field that was read meanwhile is in the old state since. */
	private @Nullable Object before(int i, @Nullable Object[] oldState) {
		return WrittenFields.isUnfetched(this.given[i]) ? oldState[i] : this.given[i];
	}

	private boolean isSet(int i, @Nullable Object before, @Nullable Object current) {
		return WrittenFields.isUnfetched(before) || type(i).isDirty(before, current, this.session);
	}

	/**
	 * Whether an update writes a field. Hibernate writes all fields of the tables of
	 * which one has changed, or only those that have changed.
	 */
	private boolean isChosen(AttributeMapping attribute, @Nullable Object[] oldState) {
		Set<String> tables = new HashSet<>();
		for (int i = 0; i < oldState.length; i++) {
			AttributeMapping other = this.persister.getAttributeMapping(i);
			if (WrittenFields.isWritten(this.persister, other, this.writable)
					&& WrittenFields.isChanged(this.persister, i, oldState[i], this.given[i], this.session)) {
				if (other == attribute) {
					return true;
				}
				tables.addAll(tables(other));
			}
		}
		return !writesChangedOnly(attribute) && tables.containsAll(tables(attribute));
	}

	private boolean writesChangedOnly(AttributeMapping attribute) {
		EntityEntry entry = this.session.getPersistenceContextInternal().getEntry(this.entity);
		return this.persister.isDynamicUpdate() || (entry != null && !entry.isModifiableEntity())
				|| (this.persister.getPropertyLaziness()[attribute.getStateArrayPosition()]
						&& this.persister.hasUninitializedLazyProperties(this.entity));
	}

	private static Set<String> tables(AttributeMapping attribute) {
		Set<String> tables = new HashSet<>();
		attribute.forEachSelectable((index, column) -> tables.add(column.getContainingTableExpression()));
		return tables;
	}

	/**
	 * What was asked to be updated dynamically is not updated twice in secret, and an
	 * enhanced class forgets with the update what was set on it.
	 */
	private void refuse(AttributeMapping attribute) {
		if (this.persister.getMappedClass().isAnnotationPresent(DynamicUpdate.class)
				|| ManagedTypeHelper.isSelfDirtinessTracker(this.entity)) {
			String entity = this.persister.getJpaEntityName();
			throw new IllegalStateException("A listener of BeforeEntityChange has set " + entity + "."
					+ attribute.getAttributeName() + " on an update that does not write it: its columns were chosen"
					+ " before, by what had changed, because of @DynamicUpdate, lazy fields or joined tables of "
					+ entity + ". Set the field before the flush: where the change is made, or in a @PreUpdate method");
		}
	}

	private @Nullable Object copy(int i, @Nullable Object value) {
		boolean copied = type(i).isMutable() && !type(i).isCollectionType() && !WrittenFields.isUnfetched(value);
		return copied ? type(i).deepCopy(value, this.session.getFactory()) : value;
	}

	private Type type(int i) {
		return this.persister.getPropertyTypes()[i];
	}

}
