package io.dbmonitor.audit.event;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a change makes of an entity's fields. A field of an embeddable is part of the
 * embeddable; collections, the id and the version are no fields here.
 */
public interface FieldValues {

	/**
	 * Return which fields an update changes.
	 * @return their names; of any other operation none
	 */
	Set<String> changed();

	/**
	 * Return what the database had.
	 * @param field the field's name
	 * @return the value before the change, {@code null} where there was none
	 * @throws IllegalArgumentException if the entity has no such field
	 * @throws IllegalStateException if the value was not read, as that of a lazy field
	 */
	@Nullable Object oldValue(String field);

	/**
	 * Return what the database gets.
	 * @param field the field's name
	 * @return the value after the change, {@code null} where there is none
	 * @throws IllegalArgumentException if the entity has no such field
	 * @throws IllegalStateException if the value was not read, as that of a lazy field
	 */
	@Nullable Object newValue(String field);

}
