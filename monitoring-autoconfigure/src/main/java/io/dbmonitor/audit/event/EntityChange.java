package io.dbmonitor.audit.event;

import java.util.Set;

import io.dbmonitor.audit.ChangeOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * An entity is created, updated or deleted through JPA (Hibernate). A listener that asks
 * for the changes of a class hears of those of its subclasses too; the class may be a
 * mapped superclass or an interface. Listeners are called on the thread that writes, in
 * the transaction that writes, in the order that {@code @Order} gives them. Those that
 * listen to all events whatever they are do not hear of entities.
 *
 * @param <T> the type of the entity
 */
public abstract sealed class EntityChange<T> extends ApplicationEvent implements ResolvableTypeProvider
		permits BeforeEntityChange, AfterEntityChange {

	private static final long serialVersionUID = 1L;

	private final transient T entity;

	private final ChangeOperation operation;

	private final transient @Nullable Object id;

	private final transient FieldValues values;

	EntityChange(T entity, ChangeOperation operation, @Nullable Object id, FieldValues values) {
		super(entity.getClass());
		this.entity = entity;
		this.operation = operation;
		this.id = id;
		this.values = values;
	}

	/**
	 * Return the entity.
	 * @return the entity itself, never a proxy of it
	 */
	public T entity() {
		return this.entity;
	}

	/**
	 * Return what happens to the entity.
	 * @return the operation
	 */
	public ChangeOperation operation() {
		return this.operation;
	}

	/**
	 * Return the entity's id.
	 * @return the id, {@code null} before an insert in which the database makes it
	 */
	public @Nullable Object id() {
		return this.id;
	}

	/**
	 * Return which fields an update changes. Collections, which are rows of their own,
	 * and the version are not among them.
	 * @return the names of the fields; empty where only collections have changed, and for
	 * any other operation
	 */
	public Set<String> changedFields() {
		return this.values.changed();
	}

	/**
	 * Return what the database had.
	 * @param field the field's name
	 * @return the value before the change, {@code null} where there was none
	 * @throws IllegalArgumentException if the entity has no such field, or it is a
	 * collection
	 * @throws IllegalStateException if the value was not read, as that of a lazy field
	 */
	public @Nullable Object oldValue(String field) {
		return this.values.oldValue(field);
	}

	/**
	 * Return what the database gets.
	 * @param field the field's name
	 * @return the value after the change, {@code null} where there is none
	 * @throws IllegalArgumentException if the entity has no such field, or it is a
	 * collection
	 * @throws IllegalStateException if the value was not read, as that of a lazy field
	 */
	public @Nullable Object newValue(String field) {
		return this.values.newValue(field);
	}

	@Override
	public ResolvableType getResolvableType() {
		return ResolvableType.forClassWithGenerics(getClass(), this.entity.getClass());
	}

	Class<?> entityType() {
		return this.entity.getClass();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + this.operation + " " + this.entity.getClass().getName() + "#"
				+ this.id + "]";
	}

}
