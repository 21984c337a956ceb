package io.dbmonitor.audit.event;

import java.util.Objects;

import io.dbmonitor.audit.ChangeOperation;

/**
 * An entity was written, and the flush that wrote it is done, but the transaction is not.
 * A listener may write in the same transaction, by JDBC or by the entity manager, or
 * throw, which rolls the transaction back. With {@code @TransactionalEventListener} it is
 * called after the commit.
 *
 * @param <T> the type of the entity
 */
public final class AfterEntityChange<T> extends EntityChange<T> {

	private static final long serialVersionUID = 1L;

	/**
	 * Make an event.
	 * @param entity the entity
	 * @param operation what happened to it
	 * @param id its id
	 * @param values its fields
	 */
	public AfterEntityChange(T entity, ChangeOperation operation, Object id, FieldValues values) {
		super(entity, operation, id, values);
	}

	@Override
	public Object id() {
		return Objects.requireNonNull(super.id());
	}

}
