package io.dbmonitor.hibernate.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;
import org.hibernate.Hibernate;

/** Products: values, embeddables and collections of values. */
final class ProductSteps implements Steps {

	private final EntityManager entityManager;

	private final Whims whims;

	ProductSteps(EntityManager entityManager, Whims whims) {
		this.entityManager = entityManager;
		this.whims = whims;
	}

	@Override
	public List<Runnable> steps() {
		return List.of(this::create, this::change, this::changeTags, this::changeRemarks, this::changeNotes,
				this::changeSizes, this::replaceCollections, this::delete, this::mergeDetached, this::createAndDelete);
	}

	private Product create() {
		Product product = new Product();
		product.name = this.whims.text();
		product.kind = this.whims.maybe(() -> this.whims.one(List.of(Product.Kind.values())));
		product.since = this.whims.maybe(() -> Instant.ofEpochMilli(this.whims.number()));
		product.origin = this.whims.text();
		product.picture = this.whims.maybe(() -> new byte[] { (byte) this.whims.number(), 0, 1 });
		product.price = this.whims.maybe(this::price);
		product.tags.addAll(this.whims.texts());
		product.remarks.addAll(this.whims.texts());
		product.notes.add(note());
		product.sizes.put(this.whims.text(), this.whims.number(10));
		this.entityManager.persist(product);
		return product;
	}

	private Price price() {
		Price price = new Price();
		price.amount = amount();
		price.currency = this.whims.maybe(this.whims::text);
		return price;
	}

	private BigDecimal amount() {
		return BigDecimal.valueOf(this.whims.number(10_000), 2);
	}

	private Note note() {
		Note note = new Note();
		note.text = this.whims.text();
		note.weight = this.whims.number(5);
		return note;
	}

	private void change() {
		this.whims.withAny(Product.class, (product) -> {
			product.name = this.whims.maybe(this.whims::text);
			product.origin = this.whims.text();
			product.picture = this.whims.maybe(() -> new byte[] { (byte) this.whims.number() });
			if (product.price != null && this.whims.flip()) {
				product.price.amount = amount();
			}
			else {
				product.price = this.whims.maybe(this::price);
			}
		});
	}

	private void changeTags() {
		this.whims.withAny(Product.class, (product) -> change(product.tags));
	}

	private void change(Set<String> texts) {
		texts.addAll(this.whims.texts());
		if (this.whims.flip()) {
			texts.remove(this.whims.text());
		}
		if (this.whims.rarely(5)) {
			texts.clear();
		}
	}

	private void changeRemarks() {
		this.whims.withAny(Product.class, (product) -> {
			product.remarks.add(this.whims.text());
			if (this.whims.flip()) {
				product.remarks.remove(0);
			}
		});
	}

	private void changeNotes() {
		this.whims.withAny(Product.class, (product) -> {
			product.notes.add(this.whims.number(product.notes.size() + 1), note());
			if (this.whims.flip()) {
				product.notes.remove(this.whims.number(product.notes.size()));
			}
			if (product.notes.size() > 1) {
				product.notes.get(0).weight++;
			}
		});
	}

	private void changeSizes() {
		this.whims.withAny(Product.class, (product) -> {
			product.sizes.put(this.whims.text(), this.whims.number(10));
			product.sizes.replaceAll((size, number) -> this.whims.flip() ? number : number + 1);
			product.sizes.remove(this.whims.text());
		});
	}

	private void replaceCollections() {
		this.whims.withAny(Product.class, (product) -> {
			product.tags = new HashSet<>(this.whims.texts());
			product.remarks = new ArrayList<>(this.whims.texts());
			product.sizes = new HashMap<>(Map.of(this.whims.text(), 1));
		});
	}

	private void delete() {
		this.whims.withAny(Product.class, (product) -> {
			this.whims.all(Category.class).forEach((category) -> {
				category.products.remove(product);
				category.byRole.values().removeIf((other) -> other == product);
			});
			this.whims.all(PurchaseLine.class)
				.stream()
				.filter((line) -> line.product == product)
				.forEach((line) -> line.product = null);
			this.entityManager.remove(product);
		});
	}

	private void mergeDetached() {
		this.whims.withAny(Product.class, (product) -> {
			Stream.of(product.tags, product.remarks, product.notes, product.sizes).forEach(Hibernate::initialize);
			this.entityManager.flush();
			this.entityManager.clear();
			product.name = this.whims.text();
			change(product.tags);
			product.notes.add(note());
			this.entityManager.merge(product);
		});
	}

	private void createAndDelete() {
		Product product = create();
		this.entityManager.flush();
		this.entityManager.remove(product);
	}

}
