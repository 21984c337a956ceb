package io.dbmonitor.hibernate.model;

import java.util.List;

import jakarta.persistence.EntityManager;

/** Purchases and their lines, which go with them. */
final class PurchaseSteps implements Steps {

	private final EntityManager entityManager;

	private final Whims whims;

	PurchaseSteps(EntityManager entityManager, Whims whims) {
		this.entityManager = entityManager;
		this.whims = whims;
	}

	@Override
	public List<Runnable> steps() {
		return List.of(this::create, this::change, this::delete);
	}

	private void create() {
		Purchase purchase = new Purchase();
		purchase.buyer = this.whims.text();
		purchase.add(line());
		purchase.add(line());
		this.entityManager.persist(purchase);
	}

	private PurchaseLine line() {
		PurchaseLine line = new PurchaseLine();
		line.amount = this.whims.number(10);
		line.product = this.whims.any(Product.class);
		return line;
	}

	private void change() {
		this.whims.withAny(Purchase.class, (purchase) -> {
			purchase.add(line());
			PurchaseLine first = purchase.lines.get(0);
			first.amount++;
			first.product = this.whims.any(Product.class);
			if (this.whims.flip()) {
				purchase.lines.remove(first);
			}
		});
	}

	private void delete() {
		this.whims.withAny(Purchase.class, this.entityManager::remove);
	}

}
