package io.dbmonitor.hibernate.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;
import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;

/**
 * Does what comes to its mind to the entities of the model, as the seed of its random
 * numbers tells.
 */
public class EntityWorkload {

	private final EntityManager entityManager;

	private final Random random;

	private final List<Runnable> steps = List.of(this::createProduct, this::changeProduct, this::changeTags,
			this::changeRemarks, this::changeNotes, this::changeSizes, this::replaceCollections, this::deleteProduct,
			this::createCategory, this::changeCategory, this::changeRacks, this::deleteCategory, this::createPurchase,
			this::changePurchase, this::deletePurchase, this::createStock, this::changeStock, this::createDocument,
			this::changeDocument, this::createHeir, this::changeHeir, this::deleteHeir, this::mergeDetached,
			this::createAndDelete, this::flush, this::flushAndClear);

	/**
	 * Make a workload.
	 * @param entityManager does the work
	 * @param random decides
	 */
	public EntityWorkload(EntityManager entityManager, Random random) {
		this.entityManager = entityManager;
		this.random = random;
	}

	/** Do something. */
	public void step() {
		this.steps.get(this.random.nextInt(this.steps.size())).run();
	}

	private void createProduct() {
		Product product = new Product();
		fill(product);
		this.entityManager.persist(product);
	}

	private void fill(Product product) {
		product.name = text();
		product.kind = maybe(() -> this.random.nextBoolean() ? Product.Kind.GOOD : Product.Kind.SERVICE);
		product.since = maybe(() -> Instant.ofEpochMilli(this.random.nextInt()));
		product.origin = text();
		product.picture = maybe(() -> new byte[] { (byte) this.random.nextInt(), 0, 1 });
		product.price = maybe(this::price);
		product.tags.addAll(texts());
		product.remarks.addAll(texts());
		product.notes.add(note());
		product.sizes.put(text(), this.random.nextInt(10));
	}

	private Price price() {
		Price price = new Price();
		price.amount = BigDecimal.valueOf(this.random.nextInt(10_000), 2);
		price.currency = maybe(this::text);
		return price;
	}

	private Note note() {
		Note note = new Note();
		note.text = text();
		note.weight = this.random.nextInt(5);
		return note;
	}

	private void changeProduct() {
		Product product = any(Product.class);
		if (product != null) {
			product.name = maybe(this::text);
			product.origin = text();
			product.picture = maybe(() -> new byte[] { (byte) this.random.nextInt() });
			if (product.price != null && this.random.nextBoolean()) {
				product.price.amount = BigDecimal.valueOf(this.random.nextInt(10_000), 2);
			}
			else {
				product.price = maybe(this::price);
			}
		}
	}

	private void changeTags() {
		Product product = any(Product.class);
		if (product != null) {
			change(product.tags);
		}
	}

	private void changeRemarks() {
		Product product = any(Product.class);
		if (product != null) {
			product.remarks.add(text());
			if (this.random.nextBoolean()) {
				product.remarks.remove(0);
			}
		}
	}

	private void changeNotes() {
		Product product = any(Product.class);
		if (product != null) {
			product.notes.add(this.random.nextInt(product.notes.size() + 1), note());
			if (this.random.nextBoolean()) {
				product.notes.remove(this.random.nextInt(product.notes.size()));
			}
			if (product.notes.size() > 1) {
				product.notes.get(0).weight++;
			}
		}
	}

	private void changeSizes() {
		Product product = any(Product.class);
		if (product != null) {
			product.sizes.put(text(), this.random.nextInt(10));
			product.sizes.replaceAll((size, number) -> this.random.nextBoolean() ? number : number + 1);
			product.sizes.remove(text());
		}
	}

	private void replaceCollections() {
		Product product = any(Product.class);
		if (product != null) {
			product.tags = new HashSet<>(texts());
			product.remarks = new ArrayList<>(texts());
			product.sizes = new HashMap<>(Map.of(text(), 1));
		}
	}

	private void deleteProduct() {
		Product product = any(Product.class);
		if (product != null) {
			all(Category.class).forEach((category) -> {
				category.products.remove(product);
				category.byRole.values().removeIf((other) -> other == product);
			});
			all(PurchaseLine.class).stream()
				.filter((line) -> line.product == product)
				.forEach((line) -> line.product = null);
			this.entityManager.remove(product);
		}
	}

	private void createCategory() {
		Category category = new Category();
		category.name = text();
		category.parent = any(Category.class);
		category.products.addAll(all(Product.class).stream().filter((product) -> this.random.nextBoolean()).toList());
		category.racks.add(rack());
		this.entityManager.persist(category);
	}

	private Rack rack() {
		Rack rack = new Rack();
		rack.place = text();
		return rack;
	}

	private void changeCategory() {
		Category category = any(Category.class);
		Product product = any(Product.class);
		if (category != null && product != null) {
			category.name = text();
			if (!category.products.remove(product)) {
				category.products.add(product);
			}
			category.byRole.put(text(), product);
			if (this.random.nextInt(4) == 0) {
				category.byRole = new HashMap<>(Map.of("new", product));
			}
		}
	}

	private void changeRacks() {
		Category category = any(Category.class);
		if (category != null) {
			category.racks.add(rack());
			category.racks.get(0).place = text();
			if (this.random.nextBoolean()) {
				category.racks.remove(this.random.nextInt(category.racks.size()));
			}
		}
	}

	private void deleteCategory() {
		Category category = any(Category.class);
		if (category != null) {
			all(Category.class).stream()
				.filter((child) -> Hibernate.unproxy(child.parent) == category)
				.forEach((child) -> child.parent = null);
			this.entityManager.remove(category);
		}
	}

	private void createPurchase() {
		Purchase purchase = new Purchase();
		purchase.buyer = text();
		purchase.add(line());
		purchase.add(line());
		this.entityManager.persist(purchase);
	}

	private PurchaseLine line() {
		PurchaseLine line = new PurchaseLine();
		line.amount = this.random.nextInt(10);
		line.product = any(Product.class);
		return line;
	}

	private void changePurchase() {
		Purchase purchase = any(Purchase.class);
		if (purchase != null) {
			purchase.add(line());
			PurchaseLine first = purchase.lines.get(0);
			first.amount++;
			first.product = any(Product.class);
			if (this.random.nextBoolean()) {
				purchase.lines.remove(first);
			}
		}
	}

	private void deletePurchase() {
		Purchase purchase = any(Purchase.class);
		if (purchase != null) {
			this.entityManager.remove(purchase);
		}
	}

	private void createStock() {
		Stock stock = new Stock();
		Stock.Place place = new Stock.Place();
		place.house = text();
		place.shelf = this.random.nextInt();
		stock.place = place;
		stock.amount = this.random.nextInt(10);
		this.entityManager.persist(stock);
	}

	private void changeStock() {
		Stock stock = any(Stock.class);
		if (stock != null) {
			if (this.random.nextInt(3) == 0) {
				this.entityManager.remove(stock);
			}
			else {
				stock.amount++;
			}
		}
	}

	private void createDocument() {
		Document document = new Document();
		document.title = text();
		this.entityManager.persist(document);
	}

	private void changeDocument() {
		Document document = any(Document.class);
		if (document != null) {
			if (this.random.nextInt(3) == 0) {
				this.entityManager.remove(document);
			}
			else {
				document.title = text();
			}
		}
	}

	private void createHeir() {
		this.entityManager.persist(switch (this.random.nextInt(6)) {
			case 0 -> filled(new Employee());
			case 1 -> filled(new Client());
			case 2 -> filled(new Car());
			case 3 -> filled(new Truck());
			case 4 -> filled(new Savings());
			default -> filled(new Checking());
		});
	}

	private Object filled(Object heir) {
		if (heir instanceof Person person) {
			person.name = text();
			person.labels.addAll(texts());
		}
		if (heir instanceof Employee employee) {
			employee.salary = this.random.nextInt();
		}
		if (heir instanceof Vehicle vehicle) {
			vehicle.name = text();
			vehicle.labels.addAll(texts());
		}
		if (heir instanceof Truck truck) {
			truck.load = maybe(this::text);
		}
		if (heir instanceof Account account) {
			account.name = text();
			account.labels.addAll(texts());
		}
		return heir;
	}

	private void changeHeir() {
		Object heir = heir();
		if (heir != null) {
			filled(heir);
		}
	}

	private void deleteHeir() {
		Object heir = heir();
		if (heir != null) {
			this.entityManager.remove(heir);
		}
	}

	private @Nullable Object heir() {
		return any(List.of(Person.class, Vehicle.class, Account.class).get(this.random.nextInt(3)));
	}

	private void mergeDetached() {
		Product product = any(Product.class);
		if (product != null) {
			Stream.of(product.tags, product.remarks, product.notes, product.sizes).forEach(Hibernate::initialize);
			this.entityManager.flush();
			this.entityManager.clear();
			product.name = text();
			change(product.tags);
			product.notes.add(note());
			this.entityManager.merge(product);
		}
	}

	private void createAndDelete() {
		Product product = new Product();
		fill(product);
		this.entityManager.persist(product);
		this.entityManager.flush();
		this.entityManager.remove(product);
	}

	private void flush() {
		this.entityManager.flush();
	}

	private void flushAndClear() {
		this.entityManager.flush();
		this.entityManager.clear();
	}

	private void change(Set<String> texts) {
		texts.addAll(texts());
		if (this.random.nextBoolean()) {
			texts.remove(text());
		}
		if (this.random.nextInt(5) == 0) {
			texts.clear();
		}
	}

	private <T> List<T> all(Class<T> type) {
		String id = (type == Stock.class) ? "place.house, e.place.shelf" : "id";
		return this.entityManager.createQuery("select e from " + type.getSimpleName() + " e order by e." + id, type)
			.getResultStream()
			.map((entity) -> Hibernate.unproxy(entity, type))
			.toList();
	}

	private <T> @Nullable T any(Class<T> type) {
		List<T> all = all(type);
		return all.isEmpty() ? null : all.get(this.random.nextInt(all.size()));
	}

	private <T> @Nullable T maybe(Supplier<T> value) {
		return (this.random.nextInt(4) > 0) ? value.get() : null;
	}

	private String text() {
		return String.format(Locale.ROOT, "%c'\"%d", 'a' + this.random.nextInt(8), this.random.nextInt(3));
	}

	private List<String> texts() {
		return List.of(text(), text() + "ä");
	}

}
