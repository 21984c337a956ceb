# What the sample application sends: Hibernate's statements, as its log has them, and the report's.
# Statements are parted by empty lines.

insert into customer (city,created_at,email,name,public_id,updated_at,version,id) values (?,?,?,?,?,?,?,?)

insert into order_line (created_at,order_id,price,product_id,public_id,quantity,updated_at,version,id) values (?,?,?,?,?,?,?,?,?)

insert into orders (created_at,customer_id,paid,public_id,updated_at,version,id) values (?,?,?,?,?,?,?)

insert into payment (amount,card_ending,created_at,order_id,public_id,updated_at,version,id) values (?,?,?,?,?,?,?,?)

select c1_0.id,c1_0.city,c1_0.created_at,c1_0.email,c1_0.name,c1_0.public_id,c1_0.updated_at,c1_0.version from customer c1_0 order by c1_0.name fetch first ? rows only

select c1_0.id,c1_0.city,c1_0.created_at,c1_0.email,c1_0.name,c1_0.public_id,c1_0.updated_at,c1_0.version from customer c1_0 where c1_0.id=?

select l1_0.order_id,l1_0.id,l1_0.created_at,l1_0.price,l1_0.product_id,l1_0.public_id,l1_0.quantity,l1_0.updated_at,l1_0.version from order_line l1_0 where l1_0.order_id=? order by l1_0.id

select nextval('customer_seq')

select nextval('order_line_seq')

select nextval('orders_seq')

select nextval('payment_seq')

select o1_0.id,o1_0.created_at,o1_0.customer_id,c1_0.id,c1_0.city,c1_0.created_at,c1_0.email,c1_0.name,c1_0.public_id,c1_0.updated_at,c1_0.version,l1_0.order_id,l1_0.id,l1_0.created_at,l1_0.price,l1_0.product_id,l1_0.public_id,l1_0.quantity,l1_0.updated_at,l1_0.version,o1_0.paid,o1_0.public_id,o1_0.updated_at,o1_0.version from orders o1_0 join customer c1_0 on c1_0.id=o1_0.customer_id left join order_line l1_0 on o1_0.id=l1_0.order_id where o1_0.id=? order by l1_0.id

select o1_0.id,o1_0.created_at,o1_0.customer_id,o1_0.paid,o1_0.public_id,o1_0.updated_at,o1_0.version from orders o1_0 order by o1_0.id desc fetch first ? rows only

select o1_0.id,o1_0.created_at,o1_0.customer_id,o1_0.paid,o1_0.public_id,o1_0.updated_at,o1_0.version from orders o1_0 where o1_0.id=? for no key update of o1_0

select p1_0.id,p1_0.created_at,p1_0.name,p1_0.price,p1_0.public_id,p1_0.stock,p1_0.updated_at,p1_0.version from product p1_0 order by p1_0.name

select p1_0.id,p1_0.created_at,p1_0.name,p1_0.price,p1_0.public_id,p1_0.stock,p1_0.updated_at,p1_0.version from product p1_0 where p1_0.id=?

select p1_0.id,p1_0.created_at,p1_0.name,p1_0.price,p1_0.public_id,p1_0.stock,p1_0.updated_at,p1_0.version from product p1_0 where p1_0.id=? for no key update of p1_0

update customer set city=?,email=?,name=?,updated_at=?,version=? where id=? and version=?

update orders set customer_id=?,paid=?,updated_at=?,version=? where id=? and version=?

update product p1_0 set price=round((p1_0.price*?), 2),version=(p1_0.version+1)

update product set name=?,price=?,stock=?,updated_at=?,version=? where id=? and version=?

with sale as (
	select product_id, quantity, quantity * price as amount
	from order_line
	order by id desc
	limit 200
), sample as (
	select draw, product_id, 2 * sum(amount) filter (where random() < 0.5) as revenue
	from sale cross join generate_series(1, 5000) as draw
	group by draw, product_id
), spread as (
	select product_id,
		percentile_disc(0.05) within group (order by coalesce(revenue, 0)) as low,
		percentile_disc(0.95) within group (order by coalesce(revenue, 0)) as high
	from sample
	group by product_id
)
select p.name as product, sum(s.quantity) as sold, sum(s.amount) as revenue, spread.low, spread.high
from sale s
join product p on p.id = s.product_id
join spread on spread.product_id = s.product_id
group by p.id, spread.low, spread.high
order by revenue desc
