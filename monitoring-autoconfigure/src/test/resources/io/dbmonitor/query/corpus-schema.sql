-- The tables of the sample application, and some for what it does not use. Without NOT NULL and foreign keys, so that
-- statements run with NULL for each parameter.

create sequence customer_seq increment by 50;
create sequence product_seq increment by 50;
create sequence orders_seq increment by 50;
create sequence order_line_seq increment by 50;
create sequence payment_seq increment by 50;

create table customer (
	id bigint, public_id uuid, version integer, name varchar(100), email varchar(200), city varchar(100),
	created_at timestamp with time zone, updated_at timestamp with time zone
);

create table product (
	id bigint primary key, public_id uuid, version integer, name varchar(100), price numeric(12, 2), stock integer,
	created_at timestamp with time zone, updated_at timestamp with time zone
);

create table orders (
	id bigint, public_id uuid, version integer, customer_id bigint, paid boolean,
	created_at timestamp with time zone, updated_at timestamp with time zone
);

create table order_line (
	id bigint, public_id uuid, version integer, order_id bigint, product_id bigint, quantity integer,
	price numeric(12, 2), created_at timestamp with time zone, updated_at timestamp with time zone
);

create table payment (
	id bigint, public_id uuid, version integer, order_id bigint, amount numeric(12, 2), card_ending varchar(4),
	created_at timestamp with time zone, updated_at timestamp with time zone
);

create table note (id integer, body text default 'empty', written_at timestamp default now(), tags text[]);

create table setting (name text unique, value text);

create table document (id integer, content jsonb, "Title" text, "order" integer);

create schema archive;

create table archive.product (like product);

create function double(number integer) returns integer language sql return number * 2;

create procedure clean(integer) language sql as 'delete from note where id = $1';
