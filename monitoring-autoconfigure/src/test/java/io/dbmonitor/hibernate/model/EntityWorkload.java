package io.dbmonitor.hibernate.model;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;

/**
 * Does what comes to its mind to the entities of the model, as the seed of its random
 * numbers tells.
 */
public class EntityWorkload {

	private final Whims whims;

	private final List<Runnable> steps;

	private EntityWorkload(Whims whims, Steps... subjects) {
		this.whims = whims;
		this.steps = Stream.of(subjects).flatMap((subject) -> subject.steps().stream()).toList();
	}

	/**
	 * Make a workload on all entities.
	 * @param entityManager does the work
	 * @param random decides
	 * @return a workload
	 */
	public static EntityWorkload all(EntityManager entityManager, Random random) {
		Whims whims = whims(entityManager, random);
		return new EntityWorkload(whims, new ProductSteps(entityManager, whims),
				new CategorySteps(entityManager, whims), new PurchaseSteps(entityManager, whims),
				new StockSteps(entityManager, whims), new DocumentSteps(entityManager, whims),
				new HeirSteps(entityManager, whims), new LockSteps(entityManager, whims, Product.class, Vehicle.class),
				() -> flushes(entityManager));
	}

	/**
	 * Make a workload on products and all that leads to them.
	 * @param entityManager does the work
	 * @param random decides
	 * @return a workload
	 */
	public static EntityWorkload products(EntityManager entityManager, Random random) {
		Whims whims = whims(entityManager, random);
		return new EntityWorkload(whims, new ProductSteps(entityManager, whims),
				new CategorySteps(entityManager, whims), new PurchaseSteps(entityManager, whims),
				new LockSteps(entityManager, whims, Product.class), () -> flushes(entityManager));
	}

	/**
	 * Make a workload on the other entities.
	 * @param entityManager does the work
	 * @param random decides
	 * @return a workload
	 */
	public static EntityWorkload others(EntityManager entityManager, Random random) {
		Whims whims = whims(entityManager, random);
		return new EntityWorkload(whims, new StockSteps(entityManager, whims), new DocumentSteps(entityManager, whims),
				new HeirSteps(entityManager, whims), new LockSteps(entityManager, whims, Vehicle.class),
				() -> flushes(entityManager));
	}

	private static Whims whims(EntityManager entityManager, Random random) {
		return new Whims(entityManager.unwrap(Session.class), random);
	}

	private static List<Runnable> flushes(EntityManager entityManager) {
		return List.of(entityManager::flush, () -> {
			entityManager.flush();
			entityManager.clear();
		});
	}

	/** Do something. */
	public void step() {
		this.whims.one(this.steps).run();
	}

}
