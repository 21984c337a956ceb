-- 36 customers
insert into customer
select row_number() over (), gen_random_uuid(), 0, place || ' ' || trade,
	lower(place || '.' || trade) || '@example.com', 'Porto', now() - interval '90 days', now() - interval '90 days'
from unnest(array['Harbour', 'Hill', 'Bridge', 'Station', 'Market', 'Castle', 'River', 'Garden', 'Tower', 'Mill',
	'Chapel', 'Forest']) as place
cross join unnest(array['Bakery', 'Bookshop', 'Cafe']) as trade;

-- 40 products
insert into product
select row_number() over (), gen_random_uuid(), 0, material || ' ' || thing,
	(row_number() over () * 37) % 190 + 9.90, 200, now() - interval '90 days', now() - interval '90 days'
from unnest(array['Oak', 'Pine', 'Steel', 'Glass', 'Cork', 'Wool', 'Clay', 'Slate']) as material
cross join unnest(array['lamp', 'table', 'tray', 'clock', 'bowl']) as thing;

-- 120 orders over the last 30 days, from all customers in turn, two thirds of them paid
insert into orders
select n, gen_random_uuid(), 0, n % 36 + 1, n % 3 > 0, placed_at, placed_at
from generate_series(1, 120) as n
cross join lateral (select now() - (121 - n) * interval '6 hours' as placed_at);

-- One to four lines each
insert into order_line
select row_number() over (order by o.id, line), gen_random_uuid(), 0, o.id, p.id, (o.id + line) % 3 + 1, p.price,
	o.created_at, o.created_at
from orders o
cross join lateral generate_series(1, o.id % 4 + 1) as line
join product p on p.id = (o.id * 7 + line * 11) % 40 + 1;

insert into payment
select row_number() over (order by o.id), gen_random_uuid(), 0, o.id, sum(l.quantity * l.price), '1234', o.created_at,
	o.created_at
from orders o
join order_line l on l.order_id = o.id
where o.paid
group by o.id;
