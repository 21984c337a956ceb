package io.dbmonitor.hibernate.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.persistence.EntityManager;
import org.hibernate.Hibernate;

/** Categories and their racks: associations that the owner keeps. */
final class CategorySteps implements Steps {

	private final EntityManager entityManager;

	private final Whims whims;

	CategorySteps(EntityManager entityManager, Whims whims) {
		this.entityManager = entityManager;
		this.whims = whims;
	}

	@Override
	public List<Runnable> steps() {
		return List.of(this::create, this::change, this::changeRacks, this::delete);
	}

	private void create() {
		Category category = new Category();
		category.name = this.whims.text();
		category.parent = this.whims.any(Category.class);
		this.whims.all(Product.class).stream().filter((product) -> this.whims.flip()).forEach(category.products::add);
		category.racks.add(rack());
		this.entityManager.persist(category);
	}

	private Rack rack() {
		Rack rack = new Rack();
		rack.place = this.whims.text();
		return rack;
	}

	private void change() {
		this.whims.withAny(Category.class, (category) -> this.whims.withAny(Product.class, (product) -> {
			category.name = this.whims.text();
			if (!category.products.remove(product)) {
				category.products.add(product);
			}
			category.byRole.put(this.whims.text(), product);
			if (this.whims.rarely(4)) {
				category.byRole = new HashMap<>(Map.of("new", product));
			}
		}));
	}

	private void changeRacks() {
		this.whims.withAny(Category.class, (category) -> {
			category.racks.add(rack());
			category.racks.get(0).place = this.whims.text();
			if (this.whims.flip()) {
				category.racks.remove(this.whims.number(category.racks.size()));
			}
		});
	}

	private void delete() {
		this.whims.withAny(Category.class, (category) -> {
			this.whims.all(Category.class)
				.stream()
				.filter((child) -> Hibernate.unproxy(child.parent) == category)
				.forEach((child) -> child.parent = null);
			this.entityManager.remove(category);
		});
	}

}
