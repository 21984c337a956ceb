package io.dbmonitor.query;

import java.util.Arrays;
import java.util.List;

/**
 * Where a fingerprint and PostgreSQL's query id mean to differ. Each has groups of
 * statements, parted by empty lines: those of a group share the one and have each its own
 * of the other.
 */
enum ServerDifference {

	/**
	 * An {@code IN} with one element is an equality to the server, an array of one is no
	 * list. To an application, the list just happens to be short.
	 */
	LIST_OF_ONE(Side.SERVER_TELLS_APART, """
			select id from product where stock in (1)
			select id from product where stock in (1, 2)

			select id from product where stock in (?)
			select id from product where stock in (?, ?)

			select array['a']
			select array['a', 'b']
			"""),

	/**
	 * The server counts the tuples of a list, and how wide they are is known from the
	 * left side of the {@code IN} anyway.
	 */
	LIST_OF_TUPLES(Side.SERVER_TELLS_APART, """
			select name from product where (id, stock) in ((1, 2))
			select name from product where (id, stock) in ((1, 2), (3, 4))
			select name from product where (id, stock) in ((1, 2), (3, 4), (5, 6))

			select name from product where (id, stock) in ((?, ?))
			select name from product where (id, stock) in ((?, ?), (?, ?))

			select id from product where id in (values (1), (2))
			select id from product where id in (values (1), (2), (3))

			select array[[1, 2], [3, 4]]
			select array[[1, 2], [3, 4], [5, 6]]
			"""),

	/** The server counts the rows: each size of a batch would be a statement. */
	ROWS_OF_VALUES(Side.SERVER_TELLS_APART, """
			insert into note (id, body) values (5, 'a')
			insert into note (id, body) values (5, 'a'), (6, 'b')
			insert into note (id, body) values (5, 'a'), (6, 'b'), (7, null)

			insert into note (body) values (?)
			insert into note (body) values (?), (?)

			insert into note (id, body, written_at) values (5, default, now())
			insert into note (id, body, written_at) values (5, default, now()), (6, default, now())

			select v.* from (values (1, 2), (3, 4)) v
			select v.* from (values (1, 2), (3, 4), (5, 6)) v
			"""),

	/** How many values a row has follows from the columns, where those are named. */
	WIDTH_OF_A_ROW(Side.SERVER_TELLS_APART, """
			insert into document values (1)
			insert into document values (1, null)
			"""),

	/** The server folds lists of constants and parameters only. */
	LIST_OF_EXPRESSIONS(Side.SERVER_TELLS_APART, """
			select id from product where name in (lower(?), lower(?))
			select id from product where name in (lower(?), lower(?), lower(?))

			select array[now(), now()]
			select array[now(), now(), now()]
			"""),

	/**
	 * Whether a value is bound or written into the text does not change what is asked.
	 */
	CONSTANT_OR_PARAMETER(Side.SERVER_TELLS_APART, """
			select id from product where stock = 5
			select id from product where stock = ?

			select id from product where name = 'lamp'
			select id from product where name = ?

			select id from product limit 10 offset 20
			select id from product limit ? offset ?

			update note set body = 'a'
			update note set body = ?

			select name, count(*) from product group by name having count(*) > 1
			select name, count(*) from product group by name having count(*) > ?

			select id from product where id = any ('{1,2,3}')
			select id from product where id = any (?)
			"""),

	/** The type of a constant is not seen without knowing what it is compared with. */
	TYPE_OF_A_CONSTANT(Side.SERVER_TELLS_APART, """
			select 1
			select 1.5
			select 15000000000
			select 'a'
			select true
			select B'1'

			select id from order_line where price = 1
			select id from order_line where price = 1.5
			"""),

	/** In the text both are values. */
	NUMBER_OF_A_COLUMN(Side.SERVER_TELLS_APART, """
			select id, city from customer order by 1
			select id, city from customer order by 2
			"""),

	/** A cast binds closer than the sign, which thus is none of the number. */
	SIGN_BEFORE_A_CAST(Side.SERVER_TELLS_APART, """
			select id, 1::integer from payment
			select id, -1::integer from payment
			"""),

	/** The server does not look for constants in definitions. */
	CONSTANT_IN_A_DEFINITION(Side.SERVER_TELLS_APART, """
			comment on table note is 'a'
			comment on table note is 'b'

			alter table note alter column body set default 'a'
			alter table note alter column body set default 'b'

			do 'begin end'
			do 'begin commit; end'

			notify channel, 'a'
			notify channel, 'b'
			"""),

	/** See {@link #LIST_OF_ONE}. */
	EQUALITY_OR_LIST_OF_ONE(Side.SERVER_TAKES_TOGETHER, """
			select id from product where stock = 1
			select id from product where stock in (1)

			select id from product where stock = ?
			select id from product where stock in (?)
			"""),

	/**
	 * The server asks which column is meant. Without its catalogue nobody can; and an
	 * application writes it the same way each time.
	 */
	SPELLING_OF_A_NAME(Side.SERVER_TAKES_TOGETHER, """
			select city from customer
			select customer.city from customer
			select city from public.customer
			select "city" from customer
			select city as town from customer
			select city as place from customer

			select * from payment
			select id, public_id, version, order_id, amount, card_ending, created_at, updated_at from payment

			insert into note values (1, 'a', now())
			insert into note (id, body, written_at) values (1, 'a', now())

			delete from note returning id
			delete from note returning id as number

			select * from (values (1, 'a')) v
			select * from (values (1, 'a')) v (number, letter)

			select 1 from payment
			select 1 as "a name with ? and 'quotes'" from payment

			select amount from payment order by amount
			select amount from payment order by 1
			"""),

	/** Since 18, the server takes tables of one name for one, whatever their schema. */
	TABLES_OF_ONE_NAME(Side.SERVER_TAKES_TOGETHER, """
			select version from product
			select version from archive.product
			"""),

	/** Parentheses are counted as they are written, not as they are needed. */
	PARENTHESES(Side.SERVER_TAKES_TOGETHER, """
			select id from payment where amount > 1 and order_id = 2
			select id from payment where (amount > 1) and (order_id = 2)

			select id from payment where order_id in (1, 2)
			select id from payment where order_id in ((1), (2))

			select -stock from product
			select -(stock) from product

			select id, -5 from customer
			select id, -(5) from customer

			select id from payment union all select id from product
			(select id from payment) union all (select id from product)
			"""),

	/** A cast is part of the text, however the server may know that it does nothing. */
	SPELLING_OF_A_CAST(Side.SERVER_TAKES_TOGETHER, """
			select order_id::text from payment
			select order_id::pg_catalog.text from payment
			select cast(order_id as text) from payment

			select order_id::int from payment
			select order_id::integer from payment
			select order_id::int4 from payment

			select '2024-01-01'::date
			select date '2024-01-01'
			select cast('2024-01-01' as date)

			select id from orders where customer_id in (1, 2)
			select id from orders where customer_id in (1::bigint, 2::bigint)
			select id from orders where customer_id in (cast(? as bigint), ?)

			select numeric '1'::numeric(10, 2)
			select '1'::numeric(10, 2)
			"""),

	/** There are several ways to say the same, and the text says which was taken. */
	SPELLING_OF_A_CLAUSE(Side.SERVER_TAKES_TOGETHER, """
			select amount from payment limit 10
			select amount from payment fetch first 10 rows only
			select amount from payment fetch next 10 rows only

			select amount from payment limit 10 offset 5
			select amount from payment offset 5 limit 10

			select id from payment order by id desc
			select id from payment order by id desc nulls first

			select order_id from payment
			select all order_id from payment

			select count(order_id) from payment
			select count(all order_id) from payment

			select id from payment for update
			select id from payment for update of payment

			select sum(amount) over (order by id) from payment
			select sum(amount) over w from payment window w as (order by id)

			update note set id = 1, body = 'a'
			update note set (id, body) = (1, 'a')

			begin
			begin transaction

			commit
			end

			set search_path = public
			set search_path to public
			"""),

	/** As {@link #SPELLING_OF_A_CLAUSE}. */
	SPELLING_OF_AN_EXPRESSION(Side.SERVER_TAKES_TOGETHER, """
			select id from payment where card_ending like '1%'
			select id from payment where card_ending ~~ '1%'

			select id from payment where order_id between 1 and 2
			select id from payment where order_id >= 1 and order_id <= 2

			select id from payment where order_id is null
			select id from payment where order_id isnull

			select id from payment where (order_id, amount) = (1, 2)
			select id from payment where order_id = 1 and amount = 2

			select row(id, amount) from payment
			select (id, amount) from payment

			select substring(card_ending from 1 for 2) from payment
			select substring(card_ending, 1, 2) from payment

			select trim(both 'x' from card_ending) from payment
			select btrim(card_ending, 'x') from payment

			"""),

	/** What is a constant to the server is a word of the language to a reader. */
	WORDS_THAT_ARE_CONSTANTS(Side.SERVER_TAKES_TOGETHER, """
			select extract(year from created_at) from payment
			select extract(month from created_at) from payment

			set enable_seqscan = on
			set enable_seqscan = off
			""");

	/** On which side the statements of a group are one. */
	enum Side {

		/** One fingerprint, several query ids. */
		SERVER_TELLS_APART,

		/** One query id, several fingerprints. */
		SERVER_TAKES_TOGETHER

	}

	private final Side side;

	private final List<List<String>> groups;

	ServerDifference(Side side, String groups) {
		this.side = side;
		this.groups = Arrays.stream(groups.split("\n\\s*\n")).map((group) -> group.lines().toList()).toList();
	}

	Side side() {
		return this.side;
	}

	List<List<String>> groups() {
		return this.groups;
	}

}
