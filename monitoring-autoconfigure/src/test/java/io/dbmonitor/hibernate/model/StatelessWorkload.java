package io.dbmonitor.hibernate.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

import org.hibernate.StatelessSession;

/**
 * Does what comes to its mind to some entities of the model in a stateless session, which
 * knows nothing of what it writes over.
 */
public class StatelessWorkload {

	private final StatelessSession session;

	private final Whims whims;

	/**
	 * Make a workload.
	 * @param session does the work
	 * @param random decides
	 */
	public StatelessWorkload(StatelessSession session, Random random) {
		this.session = session;
		this.whims = new Whims(session, random);
	}

	/** Do something. */
	public void step() {
		switch (this.whims.number(6)) {
			case 0 -> insertProduct();
			case 1 -> updateProduct();
			case 2 -> upsertStock();
			case 3 -> updateStock();
			case 4 -> deleteStock();
			default -> insertHeir();
		}
	}

	private void insertProduct() {
		Product product = new Product();
		product.name = this.whims.text();
		product.origin = this.whims.text();
		product.price = new Price();
		product.price.amount = BigDecimal.valueOf(this.whims.number(1000), 2);
		product.tags.add(this.whims.text());
		product.remarks.addAll(List.of(this.whims.text(), this.whims.text()));
		product.sizes.put(this.whims.text(), 1);
		this.session.insert(product);
	}

	private void updateProduct() {
		this.whims.withAny(Product.class, (product) -> {
			product.name = this.whims.text();
			product.origin = this.whims.text();
			product.price = this.whims.flip() ? null : new Price();
			for (Object collection : List.of(product.tags, product.remarks, product.notes, product.sizes)) {
				this.session.fetch(collection);
			}
			product.tags.add(this.whims.text());
			product.sizes.put(this.whims.text(), 2);
			this.session.update(product);
		});
	}

	private void upsertStock() {
		Stock stock = new Stock();
		stock.place = new Stock.Place();
		stock.place.house = this.whims.text();
		stock.place.shelf = this.whims.number(2);
		stock.amount = this.whims.number(10);
		this.session.upsert(stock);
	}

	private void updateStock() {
		this.whims.withAny(Stock.class, (stock) -> {
			stock.amount++;
			this.session.update(stock);
		});
	}

	private void deleteStock() {
		this.whims.withAny(Stock.class, (stock) -> {
			// Of what goes only the id is known
			stock.amount = -1;
			this.session.delete(stock);
		});
	}

	private void insertHeir() {
		Truck truck = new Truck();
		truck.name = this.whims.text();
		truck.load = this.whims.text();
		truck.labels.add(this.whims.text());
		this.session.insert(truck);
	}

}
