# What people write, in their ways of writing. Statements are parted by empty lines.

# Values of all kinds

select id from product where stock = 5

select id from product where stock = 17;

SELECT id FROM product WHERE stock=99

select id from product where stock = -4

select id
from product -- all of them
where stock /* the number of /* nested */ pieces */ = 1_000

select id from product where stock = 0xFF

select id from product where stock = ?

select id from product where stock = ?;

select id from product where stock - 1 = 5

select id from product where stock -1 = 5

select id from product where stock = 5 - 1

select id from product where stock = 5 -1

select -stock from product

select - stock from product

select stock from product

select stock - -1 from product

select stock - 1 from product

select id from product where name = 'lamp'

select id from product where name = 'O''Brien'

select id from product where name = E'O\'Brien'

select id from product where name = $$O'Brien ? $1$$

select id from product where name = $tag$ $$ it's $tag$

select id from product where name = U&'l\0061mp'

select id from product where name = 'two'
	' pieces'

select id from product where name = ''

select id from product where name = 'a -- no comment'

select id from product where name = 'a /* no comment */'

select id from product where price > 1.5

select id from product where price > .5

select id from product where price > 1e3

select id from product where price > -2.5E-3

select id from product where price > 1_000.25

select id from orders where paid = true

select id from orders where paid = FALSE

select id from orders where paid is true

select id from orders where paid is not true

select id from orders where paid is false

select id from orders where paid is null

select id from orders where paid is not null

select id from orders where paid

select id from orders where not paid

select id from orders where paid is distinct from true

select id from orders where paid is distinct from false

select b'1', x'1F'

select B'', X'2E'

select now() - interval '1 day'

select now() - interval '2 weeks'

select now() - interval '1 hour' * 2

select now() - interval '5 hours' * 24

select date '2024-02-29', timestamp '2024-02-29 12:00'

select date '2025-12-31', timestamp '2025-12-31 00:00'

select 'a'::text, 5::bigint, '2024-01-01'::date

select 'b'::text, 6::bigint, '2025-01-01'::date

select cast('a' as text), cast(5 as bigint)

select cast('b' as text), cast(6 as bigint)

select id::text from product

select id :: text from product

select name::varchar(10) from product

select content -> 'a' ->> 'b' from document

select content->'c'->>'d' from document

select content #>> '{a,b}' from document

select content @> '{"a": 1}' from document

select content @> '{"b": 2}' from document

select content ?? 'a' from document

select content ?? 'b' from document

select content ??| array['a', 'b'] from document

select content ??| array['a', 'b', 'c'] from document

select content ??& array['a', 'b'] from document

select content -> ? from document

select content - 'a' from document

select content || '{"a": 1}' from document

select content['a'] from document

select tags[1] from note

select tags[2] from note

select tags[1:2] from note

select tags || '{x}' from note

select tags || '{}' from note

# Lists

select id from product where stock in (1, 2)

select id from product where stock in (1,2,3,4,5,6,7,8,9,10)

select id from product where stock in (5, null, -1)

select id from product where stock in (?, ?)

select id from product where stock in (?,?,?,?,?,?,?)

select id from product where stock not in (1, 2)

select id from product where stock not in (1, 2, 3)

select id from product where name in ('a', 'b')

select id from product where name in (?, 'b', $$c$$)

select id from product where name in ('a', 'b') and stock in (1, 2)

select id from product where name in ('a', 'b', 'c') and stock in (1, 2, 3, 4)

select id from product where id in (select product_id from order_line)

select id from product where id in (select product_id from order_line where quantity in (1, 2))

select id from product where id in (select product_id from order_line where quantity in (3, 4, 5, 6))

select id from product where id in (select max(product_id) from order_line group by order_id, order_id)

select id from product where id = any (array[1, 2])

select id from product where id = any (array[1, 2, 3])

select id from product where id = any (array[1, 2]::bigint[])

select id from product where id = any (array[4, 5, 6, 7]::bigint[])

select id from product where id = any ('{1,2,3}')

select id from product where id = any ('{4,5}')

select id from product where id <> all (array[1, 2])

select id from product where id <> all (array[1, 2, 3])

select array[1, 2]

select array[1, 2, 3]

select array['a', 'b']

select array['a', 'b', 'c']::text[] from note

select array(select id from product)

select array[id, 1] from product

select array[id, 1, 2] from product

select id from product where stock in (1, stock, 2)

select id from product where stock in (1, stock)

select id from product where stock in (1, 1 + 1)

select id from product where (id, stock) in (select product_id, quantity from order_line)

select greatest(1, 2)

select greatest(1, 2, 3)

select greatest(4, 5, 6)

select coalesce(name, 'a') from product

select coalesce(name, 'b') from product

select coalesce(name, 'a', 'b') from product

select concat('a', 'b')

select format('%s %s', 'a', 'b')

select format('%s %s', 'c', 'd')

select * from (values (1, 'a')) v

select * from (values (2, 'b')) v

values (1)

values (2)

# Changes

insert into note (id, body) values (1, 'a')

insert into note (id, body) values (2, 'b')

insert into note (body, id) values (?, ?)

insert into note (id, body) values (1, default)

insert into note (id, body) values (2, default)

insert into note (id, written_at) values (1, now())

insert into note (id, written_at) values (2, now())

insert into note (id, written_at) values (1, now() - interval '1 day')

insert into note default values

insert into note (id) select id from orders

insert into note (id, body) select 1, 'a'

insert into note (id, body) select 2, 'b'

insert into note (id, tags) values (1, array['a', 'b'])

insert into note (id, tags) values (1, array['a', 'b', 'c'])

insert into note (id, tags) values (1, '{a,b}') returning id

insert into note (id, tags) values (2, '{}') returning id

insert into note (id) values (nextval('orders_seq'))

insert into setting (name, value) values ('a', 'b') on conflict do nothing

insert into setting (name, value) values ('b', 'c') on conflict do nothing

insert into setting (name, value) values ('a', 'b') on conflict (name) do nothing

insert into setting (name, value) values ('a', 'b') on conflict (name) do update set value = excluded.value

insert into setting (name, value) values ('a', 'b') on conflict (name) do update set value = 'c'

insert into setting (name, value) values ('e', 'f') on conflict (name) do update set value = 'd'

insert into setting as s (name, value) values ('a', 'b') on conflict (name) do update set value = s.value || 'x'

update note set body = 'a'

update note set body = 'b'

update note set body = null

update note set body = default

update note set body = 'a' where id = 1

update note set body = 'b' where id = -1

update note n set body = 'a' where n.id = 1

update note as n set body = 'b' where n.id = 2

update note set id = id + 1

update note set id = id + 2

update note set id = id - 1

update note set body = p.name from product p where p.id = note.id

update note set body = (select name from product where id = 1)

update note set body = (select name from product where id = 2)

update note set body = case when id > 1 then 'a' else 'b' end

update note set body = case when id > 2 then 'c' else null end

delete from note

delete from note where id = 1

delete from note where id = 2

delete from note where id = 1 returning *

delete from note using product p where p.id = note.id

delete from note where written_at < now() - interval '1 day'

delete from note where written_at < now() - interval '30 days'

merge into setting s using (select 'a' as name, 'b' as value) n on n.name = s.name when matched then update set value = n.value when not matched then insert (name, value) values (n.name, n.value)

merge into setting s using (select 'c' as name, 'd' as value) n on n.name = s.name when matched then update set value = n.value when not matched then insert (name, value) values (n.name, n.value)

merge into setting s using (select 'c' as name, 'd' as value) n on n.name = s.name when matched then delete

# Queries

select 1 where false

select 2 where true

select p.id, p.name from product p where p.id = ?

select p.id, p.name from product as p where p.id = ?

select q.id, q.name from product q where q.id = ?

select p.id, p.name from product p where p.id <> ?

select p.id, p.name from product p where p.id != ?

select p.name from product p order by p.name

select p.name from product p order by p.name asc

select p.name from product p order by p.name desc

select p.name from product p order by p.name nulls first

select p.name from product p order by p.name, p.id

select p.name, l.quantity from product p join order_line l on l.product_id = p.id

select p.name, l.quantity from product p inner join order_line l on l.product_id = p.id

select p.name, l.quantity from product p left join order_line l on l.product_id = p.id

select p.name, l.quantity from product p left outer join order_line l on l.product_id = p.id

select p.name, l.quantity from product p right join order_line l on l.product_id = p.id

select p.name, l.quantity from product p full outer join order_line l on l.product_id = p.id

select p.name, l.quantity from product p cross join order_line l

select p.name, l.quantity from product p, order_line l where l.product_id = p.id

select p.name, l.last from product p cross join lateral (select max(quantity) as last from order_line l where l.product_id = p.id) l

select p.name, l.last from product p left join lateral (select max(quantity) as last from order_line l where l.product_id = p.id) l on true

select p.name from product p natural join order_line l

select id from product limit 10

select id from product limit 20

select id from product limit 10 offset 20

select id from product limit 5 offset 40

select id from product offset ?

select id from product order by id for update

select id from product order by id for no key update

select id from product order by id for share

select id from product order by id for update nowait

select id from product order by id for update skip locked

select distinct name from product

select distinct on (name) name, id from product

select name from product group by name

select name, count(*) from product group by name having count(*) > 1

select name, count(*) from product group by name having count(*) > 5

select count(*) from product

select count(id) from product

select count(distinct name) from product

select count(*) filter (where stock > 0) from product

select count(*) filter (where stock > 7) from product

select sum(stock) over (partition by name order by id) from product

select sum(stock) over (partition by name order by id desc) from product

select sum(stock) over (order by id rows between 1 preceding and current row) from product

select sum(stock) over (order by id rows between 9 preceding and current row) from product

select name from product union select name from customer

select name from product union all select name from customer

select name from product intersect select name from customer

select name from product except select name from customer

with cheap as (select id from product where price < 10) select * from cheap

with cheap as (select id from product where price < 99) select * from cheap

with cheap as materialized (select id from product where price < 10) select * from cheap

with recursive n as (select 1 as i union all select i + 1 from n where i < 5) select i from n

with recursive n as (select 2 as i union all select i + 3 from n where i < 9) select i from n

with gone as (delete from note where id = 1 returning id) select id from gone

with gone as (delete from note where id = 7 returning id) select id from gone

select id from product p where exists (select 1 from order_line l where l.product_id = p.id)

select id from product p where exists (select 2 from order_line l where l.product_id = p.id)

select id from product p where not exists (select 1 from order_line l where l.product_id = p.id)

select (select count(*) from order_line l where l.product_id = p.id) from product p

select case when stock > 0 then 'yes' else 'no' end from product

select case when stock > 3 then 'many' else 'few' end from product

select case stock when 0 then 'no' else 'yes' end from product

select name like 'a%' from product

select name like '%b' from product

select name ilike 'a%' from product

select name like 'a!%' escape '!' from product

select name similar to 'a%' from product

select name ~ '^a' from product

select name ~* '^a' from product

select name !~ 'b$' from product

select id from product where stock between 1 and 2

select id from product where stock between -5 and +stock

select id from product where stock between 3 and 4

select id from product where stock not between 3 and 4

select id from product where stock = 1 or stock = 2

select id from product where stock = 1 and name = 'a'

select id from product where stock = 2 and name = 'b'

select id from product where name = 'a' and stock = 1

select extract(year from created_at) from product

select substring(name from 1 for 3) from product

select substring(name from 2 for 5) from product

select position('a' in name) from product

select position('bc' in name) from product

select trim(both ' ' from name) from product

select trim(both 'x' from name) from product

select overlay(name placing 'a' from 1 for 2) from product

select overlay(name placing 'bc' from 3 for 4) from product

select name collate "C" from product order by name collate "C"

select created_at at time zone 'UTC' from product

select created_at at time zone 'Europe/Lisbon' from product

select current_date, current_timestamp, current_user

select now(), now()

select pg_sleep(0)

select pg_advisory_xact_lock(1)

select pg_advisory_xact_lock(2)

select nextval('orders_seq')

select setval('orders_seq', 1001)

select setval('orders_seq', 2002)

select double(1)

select double(2)

select double(number => 1)

select double(number => 2)

select * from generate_series(1, 10)

select * from generate_series(2, 20)

select * from generate_series(1, 10, 2)

select * from generate_series(1, 10) with ordinality

select id from product tablesample bernoulli (10)

select id from product tablesample bernoulli (5)

select json_build_object('a', id) from product

select json_build_object('b', id) from product

select string_agg(name, ',' order by name) from product

select string_agg(name, ';' order by name) from product

select percentile_cont(0.5) within group (order by price) from product

select percentile_cont(0.9) within group (order by price) from product

select "Title" from document

select "Title", "order" from document

select d."Title" from document d where d."order" = 1

select d."Title" from document d where d."order" = 2

select row_to_json(p) from product p

select 1 as "a name with ? and 'quotes'" from payment

select 2 as "a name with ? and 'quotes'" from payment

table setting

# Of no table

set work_mem = '4MB'

set work_mem = '8MB'

SET work_mem TO DEFAULT

set local work_mem = '4MB'

show work_mem

reset work_mem

begin

commit

call clean(1)

call clean(2)

explain select id from product where stock = 1

explain select id from product where stock = 2

explain (costs off) select id from product where stock = 2

truncate note

create table scratch (id integer primary key, name varchar(10) not null)

create index scratch_name_idx on scratch (name)

create index scratch_id_idx on scratch (id)

alter table scratch add column other integer

alter table scratch drop column other

drop table scratch

create or replace view shown as select id from product where stock > 1

drop view shown
