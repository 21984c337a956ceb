# Statements that are rendered several times: in other spacing, with comments, in other case, with other values and with
# lists of other lengths. Tokens are parted by one blank. Statements are parted by empty lines.

select id , name from product where stock = {int}

select id from product where stock = {int} and name = {text} and price > {decimal}

select p . id , p . name from product p where p . stock in ( {ints} )

select p . id , p . name from product p where p . name not in ( {texts} ) order by p . id limit {count} offset {count}

select id from product where name = any ( array [ {texts} ] )

select id from product where stock in ( {ints} ) or ( name in ( {texts} ) and stock > {int} )

select count ( * ) from orders where created_at > now ( ) - interval {interval}

select o . id , c . name from orders o join customer c on c . id = o . customer_id where c . city = {text} order by o . id desc

select o . id , sum ( l . quantity * l . price ) from orders o left join order_line l on l . order_id = o . id group by o . id having sum ( l . quantity ) > {int}

with busy as ( select order_id from order_line where quantity > {int} ) select id from orders where id in ( select order_id from busy )

select case when stock > {int} then {text} else {text} end from product

select name || {text} || city from customer where email like {text}

select content ->> {text} from document where content @> {json}

select distinct l . product_id from order_line l where l . quantity between {int} and {int}

select name from product where stock = {int} union all select name from customer where city = {text}

select coalesce ( name , {text} ) , stock * {int} , price / {decimal} from product

select id from product where exists ( select {int} from order_line l where l . product_id = product . id and l . quantity in ( {ints} ) )

select id from orders where paid = {bool} for update skip locked

select sum ( stock ) over ( partition by name order by id ) - {int} from product

insert into note ( id , body ) values ( {int} , {text} )

insert into note ( id , body , written_at ) values ( {int} , {text} , now ( ) ) returning id

insert into note ( id , tags ) values ( {int} , array [ {texts} ] )

insert into setting ( name , value ) values ( {text} , {text} ) on conflict ( name ) do update set value = excluded . value || {text}

update note set body = {text} , written_at = now ( ) where id = {int}

update note set id = id + {int} where id in ( {ints} ) and body is not null

update setting set value = {text} where name = {text} and value <> {text}

delete from note where id = {int}

delete from note where body in ( {texts} ) and id not in ( {ints} )
