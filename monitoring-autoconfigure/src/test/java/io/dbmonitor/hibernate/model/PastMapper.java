package io.dbmonitor.hibernate.model;

import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaUpdate;
import org.hibernate.Session;

/**
 * Writes the tables of the model past Hibernate's entities.
 */
public final class PastMapper {

	private static final List<String> SQL = List.of("update product set name = 'native ' || id where %s",
			"update product set kind = 'SERVICE', amount = coalesce(amount, 0) + 1.25 where %s",
			"update product set since = now(), origin = 'elsewhere' where %s",
			"update product set picture = decode('00ff10', 'hex'), currency = null where %s",
			"update purchase set buyer = 'somebody, \"else\"' where %s",
			"update purchase_line set amount = amount + 1 where %s", "delete from purchase_line where %s",
			"update category set name = null where %s", "update category set parent_id = null where %s",
			"update rack set place = '(a,\\b)' where true", "update stock set amount = amount * 2 where true",
			"insert into stock (house, shelf, amount) select 'psql', coalesce(max(shelf), 0) + 1, 1 from stock where house = 'psql'",
			"delete from stock where amount > 50", "update document set title = upper(title) where %s",
			"delete from document where %s", "update document set deleted = not deleted where %s",
			"update person set name = 'person ' || id where %s",
			"update person set salary = salary + 1 where dtype = 'Employee'",
			"update vehicle set name = 'vehicle ' || id where %s", "update vehicle set version = version + 1 where %s",
			"update car set doors = doors + 1 where %s", "update checking set card = 'card ' || id where %s",
			"update savings set name = 'savings' where %s");

	private static final List<String> COLLECTION_SQL = List.of(
			"insert into product_tags (product_id, tags) select id, 'past' from product where %s except select product_id, tags from product_tags",
			"update product_tags set tags = tags || '\"{,}' where product_%s",
			"delete from product_tags where product_%s",
			"insert into product_remarks (product_id, remarks) select id, unnest(array['said', 'said']) from product where %s",
			"update product_remarks set remarks = remarks || '!' where product_%s",
			"delete from product_remarks where product_%s",
			"update product_notes set weight = weight + 1, text = 'note ' || notes_order where product_%s",
			"delete from product_notes n where product_%s and notes_order = (select max(notes_order) from product_notes l where l.product_id = n.product_id)",
			"insert into product_sizes (product_id, sizes_key, sizes) select id, 'past', 7 from product where %s on conflict do nothing",
			"update product_sizes set sizes = sizes + 1 where product_%s",
			"update product_sizes set product_id = (select max(id) from product) where product_%s and sizes_key in (select sizes_key from product_sizes group by sizes_key having count(*) = 1)",
			"delete from product_sizes where product_%s",
			"insert into category_products (category_id, products_id) select c.id, p.id from category c, product p where c.%s except select category_id, products_id from category_products",
			"delete from category_products where category_%s",
			"update category_by_role set by_role_id = (select min(id) from product) where category_%s",
			"delete from category_by_role where category_%s",
			"update rack set category_id = (select min(id) from category) where true",
			"update rack set category_id = null where place is not null",
			"insert into rack (id, place, category_id) select gen_random_uuid(), 'past', id from category where %s",
			"delete from rack where place is null",
			"insert into person_labels (person_id, labels) select id, 'past' from person where %s except select person_id, labels from person_labels",
			"with gone as (delete from person_labels where person_%1$s) delete from person where %1$s",
			"insert into vehicle_labels (vehicle_id, labels) select id, 'past' from vehicle where %s except select vehicle_id, labels from vehicle_labels",
			"delete from vehicle_labels where vehicle_%s",
			"insert into account_labels (account_id, labels) select id, 'past' from savings where %s except select account_id, labels from account_labels",
			"with gone as (delete from account_labels where account_%1$s) delete from savings where %1$s");

	private final EntityManager entityManager;

	private final Random random;

	private final KeySql keys;

	private final List<Consumer<EntityManager>> steps = List.of(
			(em) -> em.createQuery("update Product p set p.name = 'bulk', p.version = p.version + 1").executeUpdate(),
			(em) -> em.createQuery("update versioned Product p set p.origin = 'versioned'").executeUpdate(),
			(em) -> em.createQuery("update Employee e set e.salary = e.salary + 5").executeUpdate(),
			(em) -> em.createQuery("update Car c set c.doors = 7").executeUpdate(),
			(em) -> em.createQuery("update Car c set c.name = 'bulk', c.doors = 8").executeUpdate(),
			(em) -> em.createQuery("update Checking c set c.card = null").executeUpdate(),
			(em) -> em.createQuery("update Account a set a.name = 'account'").executeUpdate(),
			(em) -> em.createQuery("delete from Document d where d.title like '%a%'").executeUpdate(),
			(em) -> em.createQuery("delete from Stock s where s.amount > 20").executeUpdate(), PastMapper::criteria);

	/**
	 * Make writes.
	 * @param entityManager in whose transaction
	 * @param random decides
	 * @param keys writes keys
	 */
	public PastMapper(EntityManager entityManager, Random random, KeySql keys) {
		this.entityManager = entityManager;
		this.random = random;
		this.keys = keys;
	}

	/**
	 * Return a statement that writes some of the rows of one table.
	 * @param random decides
	 * @param keys writes keys
	 * @return a statement that cannot fail
	 */
	public static String sql(Random random, KeySql keys) {
		if (random.nextInt(3) == 0) {
			return keys.next(random);
		}
		int modulus = 1 + random.nextInt(3);
		List<String> statements = random.nextBoolean() ? SQL : COLLECTION_SQL;
		return statements.get(random.nextInt(statements.size())).formatted("id %% %d = 0".formatted(modulus));
	}

	/** Write something, and have the session forget what it knew before. */
	public void step() {
		this.entityManager.flush();
		switch (this.random.nextInt(3)) {
			case 0 -> this.steps.get(this.random.nextInt(this.steps.size())).accept(this.entityManager);
			case 1 -> this.entityManager.createNativeQuery(sql(this.random, this.keys)).executeUpdate();
			default -> this.entityManager.unwrap(Session.class).doWork((connection) -> {
				try (Statement statement = connection.createStatement()) {
					statement.executeUpdate(sql(this.random, this.keys));
				}
			});
		}
		this.entityManager.clear();
	}

	private static void criteria(EntityManager entityManager) {
		CriteriaBuilder builder = entityManager.getCriteriaBuilder();
		CriteriaUpdate<Purchase> update = builder.createCriteriaUpdate(Purchase.class);
		update.from(Purchase.class);
		update.set("buyer", "criteria");
		entityManager.createQuery(update).executeUpdate();
	}

}
