package io.dbmonitor.hibernate.model;

import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import org.hibernate.engine.spi.SessionImplementor;

/** Locks that increment versions, as each of them is written by itself. */
final class LockSteps implements Steps {

	private final EntityManager entityManager;

	private final Whims whims;

	private final List<Class<?>> types;

	LockSteps(EntityManager entityManager, Whims whims, Class<?>... types) {
		this.entityManager = entityManager;
		this.whims = whims;
		this.types = List.of(types);
	}

	@Override
	public List<Runnable> steps() {
		return Stream.<Runnable>of(this::lock, this::load, this::refresh, this::query).map(this::sent).toList();
	}

	/**
	 * With JDBC batching Hibernate leaves the increment of a pessimistic lock for later,
	 * behind queries and savepoints too, and then stumbles over it itself.
	 */
	private Runnable sent(Runnable step) {
		return () -> {
			step.run();
			this.entityManager.unwrap(SessionImplementor.class).getJdbcCoordinator().executeBatch();
		};
	}

	private void lock() {
		this.whims.withAny(type(), (entity) -> this.entityManager.lock(entity, mode()));
	}

	/** What is loaded already, and what is not. */
	private void load() {
		Class<?> type = type();
		this.whims.withAny(type, (entity) -> {
			Object id = this.entityManager.getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(entity);
			this.entityManager.flush();
			if (this.whims.flip()) {
				this.entityManager.clear();
			}
			this.entityManager.find(type, id, mode());
		});
	}

	private void refresh() {
		this.whims.withAny(type(), (entity) -> {
			this.entityManager.flush();
			this.entityManager.refresh(entity, mode());
		});
	}

	private void query() {
		this.entityManager.flush();
		if (this.whims.flip()) {
			this.entityManager.clear();
		}
		this.entityManager.createQuery("select e from " + type().getSimpleName() + " e where e.version < 3")
			.setLockMode(mode())
			.getResultList();
	}

	private Class<?> type() {
		return this.whims.one(this.types);
	}

	private LockModeType mode() {
		return this.whims
			.one(List.of(LockModeType.PESSIMISTIC_FORCE_INCREMENT, LockModeType.OPTIMISTIC_FORCE_INCREMENT));
	}

}
