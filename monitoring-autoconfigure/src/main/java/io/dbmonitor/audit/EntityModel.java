package io.dbmonitor.audit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the object-relational mapper knows of the entities of an application.
 */
public interface EntityModel {

	/** Nothing is known but what classes and ids are called. */
	EntityModel NONE = new EntityModel() {

		@Override
		public String name(Class<?> type) {
			return type.getSimpleName();
		}

		@Override
		public String id(Class<?> type, Object id) {
			return id.toString();
		}

		@Override
		public List<String> supertypes(String entity) {
			return List.of();
		}

		@Override
		public List<String> subtypes(String entity) {
			return List.of();
		}

		@Override
		public @Nullable Change pending(Object entity) {
			return null;
		}

	};

	/**
	 * Return how the audit calls a type of entities.
	 * @param type the class of an entity
	 * @return the entity's name
	 * @throws IllegalArgumentException if that is no entity
	 */
	String name(Class<?> type);

	/**
	 * Return how the audit calls an entity.
	 * @param type the class of the entity
	 * @param id its id, an embedded one as an object
	 * @return the id as text
	 * @throws IllegalArgumentException if that is no entity
	 */
	String id(Class<?> type, Object id);

	/**
	 * Return the entities that an entity extends: statements on their tables may change
	 * it.
	 * @param entity the name of an entity, or of nothing that is known
	 * @return the names of all that it extends
	 */
	List<String> supertypes(String entity);

	/**
	 * Return the entities that extend an entity.
	 * @param entity the name of an entity, or of nothing that is known
	 * @return the names of all that extend it
	 */
	List<String> subtypes(String entity);

	/**
	 * Return what would be written of an entity if its session was flushed now. Nothing
	 * is loaded for it, and nothing written.
	 * @param entity an entity that is managed in the current transaction
	 * @return what has changed, {@code null} where nothing has, or the entity is not
	 * managed
	 */
	@Nullable Change pending(Object entity);

}
