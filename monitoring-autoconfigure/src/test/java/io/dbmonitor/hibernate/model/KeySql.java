package io.dbmonitor.hibernate.model;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.dbmonitor.testing.PostgresDatabase;

/**
 * SQL that changes keys, that the database follows with referential actions, or that does
 * several things in one statement.
 */
public final class KeySql {

	/** PostgreSQL 14 has no MERGE. */
	private static final int FIRST_WITH_MERGE = 150_000;

	/** Below all that there are, so that no row takes the key of another one. */
	private static final String SHIFT = " set id = id - (select max(id) - min(id) + 1 from ";

	/** Checkings share their ids, which are positive. */
	private static final String BELOW_ACCOUNTS = "select max(id) - least(0, min(id)) + 1 from savings";

	/** One of both happens to the rows that referred to a row that is deleted. */
	private static final String ACTIONS = """
			do $$
			declare found record;
			begin
				for found in
					select conrelid::regclass as referring, conname as name, pg_get_constraintdef(c.oid) as definition,
						case when a.attnotnull or %s then 'cascade' else 'set null' end as action
					from pg_constraint c
					join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
					where c.contype = 'f' and c.connamespace = 'public'::regnamespace
				loop
					execute format('alter table %%s drop constraint %%I, add constraint %%I %%s on update cascade on delete %%s',
						found.referring, found.name, found.name, found.definition, found.action);
				end loop;
			end $$;
			""";

	/** Rows can exchange their keys then. */
	private static final String DEFERRABLE = """
			alter table purchase_line drop constraint purchase_line_pkey, add primary key (id) deferrable;
			alter table product_notes drop constraint product_notes_pkey,
				add primary key (product_id, notes_order) deferrable;
			""";

	private static final List<String> KEYS = List.of("update product" + SHIFT + "product) where %s",
			"update category" + SHIFT + "category) where %s", "update purchase" + SHIFT + "purchase) where %s",
			"update purchase_line" + SHIFT + "purchase_line) where %s",
			"update document" + SHIFT + "document) where %s", "update person" + SHIFT + "person) where %s",
			"update vehicle" + SHIFT + "vehicle) where %s",
			"update rack set id = gen_random_uuid() where place like '%%a%%'",
			"update stock set house = house || repeat('~', (select max(length(house)) - min(length(house)) + 1 from stock))"
					+ " where (select max(length(house)) from stock) < 100",
			"update purchase_line set id = (select min(id) + max(id) from purchase_line) - id where true",
			"update product_notes n set notes_order = (select min(notes_order) + max(notes_order) from product_notes l"
					+ " where l.product_id = n.product_id) - notes_order where product_%s");

	private static final List<String> ACTED_ON = List.of("delete from product where %s",
			"delete from category where %s", "delete from purchase where %s", "delete from vehicle where %s",
			"delete from person where %s");

	private static final List<String> CONFLICTS = List.of(
			"insert into document (id, title, deleted) select id, 'conflict', false from document where %s"
					+ " union all select min(id) - 1, 'new', false from document having count(*) > 0"
					+ " on conflict (id) do update set title = document.title || '+', deleted = excluded.deleted",
			"insert into stock (house, shelf, amount) select 'conflict', shelf, 1 from generate_series(1, 3) as shelf"
					+ " on conflict (house, shelf) do update set amount = stock.amount + excluded.amount",
			"insert into product_sizes (product_id, sizes_key, sizes)"
					+ " select id, size, 1 from product, unnest(array['past', 'more']) as size where %s"
					+ " on conflict (product_id, sizes_key) do update set sizes = product_sizes.sizes + 1",
			"insert into category_by_role (category_id, role, by_role_id)"
					+ " select c.id, 'past', max(p.id) from category c, product p where c.%s group by c.id"
					+ " on conflict (category_id, role) do update set by_role_id = excluded.by_role_id");

	private static final List<String> SEVERAL = List.of(
			"with gone as (delete from product where %1$s), paid as (delete from purchase where %1$s)"
					+ " update category set name = 'both' where %1$s",
			"with gone as (delete from document where %s returning id, title)"
					+ " insert into document (id, title, deleted) select id, title || '!', false from gone",
			"with gone as (delete from document where id %% 2 = 0 returning id)"
					+ " update document set title = 'left' where id %% 2 <> 0 and exists (select from gone)",
			"with moved as (update purchase_line set amount = amount + 1 where %s returning purchase_id)"
					+ " update purchase set buyer = 'moved' where id in (select purchase_id from moved)",
			"with moved as (update category" + SHIFT + "category) where %1$s returning id)"
					+ " update product set name = 'moved' where %1$s",
			"with moved as (update account_labels set account_id = account_id - (" + BELOW_ACCOUNTS + ")"
					+ " where account_%1$s and account_id in (select id from savings))"
					+ " update savings set id = id - (" + BELOW_ACCOUNTS + ") where %1$s");

	private static final List<String> MERGES = List.of(
			"merge into stock t using (select house, shelf from stock union values ('merge', 1), ('merge', 2)) s"
					+ " on t.house = s.house and t.shelf = s.shelf" + " when matched and t.amount %% 3 = 0 then delete"
					+ " when matched then update set amount = t.amount + 1"
					+ " when not matched then insert (house, shelf, amount) values (s.house, s.shelf, 1)",
			"merge into document d using (select id, lead(id) over (order by id) as next from document where %s) s"
					+ " on d.id = s.id when matched and s.next is null then delete"
					+ " when matched then update set title = 'merged'",
			"merge into purchase p using (select id from purchase where %s) s on p.id = s.id"
					+ " when matched and p.id %% 3 = 0 then delete when matched then update set buyer = 'merged'",
			"merge into purchase_line l using (select min(id) as low, max(id) as high from purchase_line"
					+ " having min(id) < max(id)) s on l.id in (s.low, s.high)"
					+ " when matched and l.id = s.high then delete when matched then update set id = s.high");

	private static final List<String> TRUNCATIONS = List.of("truncate document", "truncate stock",
			"truncate product_tags", "truncate product_remarks, category_products", "truncate purchase_line",
			"truncate product cascade", "truncate purchase cascade");

	private final List<List<String>> kinds = new ArrayList<>(List.of(KEYS, ACTED_ON, CONFLICTS, SEVERAL));

	private KeySql() {
	}

	/**
	 * Prepare the tables of the model, where foreign keys had no actions yet.
	 * @param database has the tables
	 * @param random decides about the actions
	 * @return makes statements for that database
	 * @throws SQLException if they cannot be prepared
	 */
	public static KeySql prepare(PostgresDatabase database, Random random) throws SQLException {
		database.execute(ACTIONS.formatted("hashtext(c.conname) % 2 = " + random.nextInt(-1, 2)) + DEFERRABLE);
		KeySql sql = new KeySql();
		if (database.number("select current_setting('server_version_num')") >= FIRST_WITH_MERGE) {
			sql.kinds.add(MERGES);
		}
		return sql;
	}

	/**
	 * Return a statement that writes some of the rows of one table or several.
	 * @param random decides
	 * @return a statement that cannot fail
	 */
	public String next(Random random) {
		List<String> kind = this.kinds.get(random.nextInt(this.kinds.size()));
		return kind.get(random.nextInt(kind.size())).formatted("id %% %d = 0".formatted(1 + random.nextInt(4)));
	}

	/**
	 * Return a statement that empties a table or several.
	 * @param random decides
	 * @return a statement that cannot fail
	 */
	public static String truncation(Random random) {
		return TRUNCATIONS.get(random.nextInt(TRUNCATIONS.size()));
	}

}
