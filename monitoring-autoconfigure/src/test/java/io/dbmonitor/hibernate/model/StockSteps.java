package io.dbmonitor.hibernate.model;

import java.util.List;

import jakarta.persistence.EntityManager;

/** Stocks, whose id the application chooses. */
final class StockSteps implements Steps {

	private final EntityManager entityManager;

	private final Whims whims;

	StockSteps(EntityManager entityManager, Whims whims) {
		this.entityManager = entityManager;
		this.whims = whims;
	}

	@Override
	public List<Runnable> steps() {
		return List.of(this::create, this::change);
	}

	private void create() {
		Stock stock = new Stock();
		Stock.Place place = new Stock.Place();
		place.house = this.whims.text();
		place.shelf = this.whims.number();
		stock.place = place;
		stock.amount = this.whims.number(10);
		this.entityManager.persist(stock);
	}

	private void change() {
		this.whims.withAny(Stock.class, (stock) -> {
			if (this.whims.rarely(3)) {
				this.entityManager.remove(stock);
			}
			else {
				stock.amount++;
			}
		});
	}

}
