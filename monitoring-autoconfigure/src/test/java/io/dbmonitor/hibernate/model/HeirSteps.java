package io.dbmonitor.hibernate.model;

import java.util.List;
import java.util.function.Supplier;

import jakarta.persistence.EntityManager;

/** All that is one of a hierarchy. */
final class HeirSteps implements Steps {

	private static final List<Supplier<Heir>> HEIRS = List.of(Employee::new, Client::new, Car::new, Truck::new,
			Savings::new, Checking::new);

	private final EntityManager entityManager;

	private final Whims whims;

	HeirSteps(EntityManager entityManager, Whims whims) {
		this.entityManager = entityManager;
		this.whims = whims;
	}

	@Override
	public List<Runnable> steps() {
		return List.of(this::create, this::change, this::delete);
	}

	private void create() {
		Heir heir = this.whims.one(HEIRS).get();
		fill(heir);
		this.entityManager.persist(heir);
	}

	private void fill(Heir heir) {
		heir.name = this.whims.text();
		heir.labels.addAll(this.whims.texts());
		if (heir instanceof Employee employee) {
			employee.salary = this.whims.number();
		}
		if (heir instanceof Truck truck) {
			truck.load = this.whims.maybe(this.whims::text);
		}
	}

	private void change() {
		this.whims.withAny(hierarchy(), this::fill);
	}

	private void delete() {
		this.whims.withAny(hierarchy(), this.entityManager::remove);
	}

	private Class<? extends Heir> hierarchy() {
		return this.whims.one(List.of(Person.class, Vehicle.class, Account.class));
	}

}
