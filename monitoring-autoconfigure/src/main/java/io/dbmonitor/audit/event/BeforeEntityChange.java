package io.dbmonitor.audit.event;

import io.dbmonitor.audit.ChangeOperation;
import org.jspecify.annotations.Nullable;

/**
 * An entity is about to be written, inside the flush. A listener may set fields of the
 * entity, which reach its row and the audit, or throw, which keeps the change from
 * happening and rolls the transaction back. It may read: queries see what has been
 * written so far. What it must not do is flush, or hand other entities to the entity
 * manager: that belongs into a listener of {@link AfterEntityChange}. Fields of an entity
 * with {@code @DynamicUpdate} that were not changed already cannot be set on an update,
 * since its columns are chosen: that is refused.
 *
 * @param <T> the type of the entity
 */
public final class BeforeEntityChange<T> extends EntityChange<T> {

	private static final long serialVersionUID = 1L;

	private transient boolean exposed;

	/**
	 * Make an event.
	 * @param entity the entity
	 * @param operation what happens to it
	 * @param id its id, {@code null} where the database makes it
	 * @param values its fields
	 */
	public BeforeEntityChange(T entity, ChangeOperation operation, @Nullable Object id, FieldValues values) {
		super(entity, operation, id, values);
	}

	@Override
	public T entity() {
		this.exposed = true;
		return super.entity();
	}

	@Override
	public @Nullable Object newValue(String field) {
		this.exposed = true;
		return super.newValue(field);
	}

	/** Whether anybody has seen the entity, and may have changed it. */
	boolean isExposed() {
		return this.exposed;
	}

}
