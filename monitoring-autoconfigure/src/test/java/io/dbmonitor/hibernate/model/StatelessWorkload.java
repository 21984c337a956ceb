package io.dbmonitor.hibernate.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Does what comes to its mind to some entities of the model in a stateless session, which
 * knows nothing of what it writes over.
 */
public class StatelessWorkload {

	private final StatelessSession session;

	private final Random random;

	/**
	 * Make a workload.
	 * @param session does the work
	 * @param random decides
	 */
	public StatelessWorkload(StatelessSession session, Random random) {
		this.session = session;
		this.random = random;
	}

	/** Do something. */
	public void step() {
		switch (this.random.nextInt(6)) {
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
		product.name = text();
		product.origin = text();
		product.price = new Price();
		product.price.amount = BigDecimal.valueOf(this.random.nextInt(1000), 2);
		product.tags.add(text());
		product.remarks.addAll(List.of(text(), text()));
		product.sizes.put(text(), 1);
		this.session.insert(product);
	}

	private void updateProduct() {
		Product product = any(Product.class);
		if (product != null) {
			product.name = text();
			product.origin = text();
			product.price = this.random.nextBoolean() ? null : new Price();
			for (Object collection : List.of(product.tags, product.remarks, product.notes, product.sizes)) {
				this.session.fetch(collection);
			}
			product.tags.add(text());
			product.sizes.put(text(), 2);
			this.session.update(product);
		}
	}

	private void upsertStock() {
		Stock stock = new Stock();
		stock.place = new Stock.Place();
		stock.place.house = text();
		stock.place.shelf = this.random.nextInt(2);
		stock.amount = this.random.nextInt(10);
		this.session.upsert(stock);
	}

	private void updateStock() {
		Stock stock = any(Stock.class);
		if (stock != null) {
			stock.amount++;
			this.session.update(stock);
		}
	}

	private void deleteStock() {
		Stock stock = any(Stock.class);
		if (stock != null) {
			// Of what goes only the id is known
			stock.amount = -1;
			this.session.delete(stock);
		}
	}

	private void insertHeir() {
		Truck truck = new Truck();
		truck.name = text();
		truck.load = text();
		truck.labels.add(text());
		this.session.insert(truck);
	}

	private <T> @Nullable T any(Class<T> type) {
		String id = (type == Stock.class) ? "place.house, e.place.shelf" : "id";
		List<T> all = this.session
			.createSelectionQuery("select e from " + type.getSimpleName() + " e order by e." + id, type)
			.getResultList();
		return all.isEmpty() ? null : all.get(this.random.nextInt(all.size()));
	}

	private String text() {
		return String.valueOf((char) ('a' + this.random.nextInt(26)));
	}

}
