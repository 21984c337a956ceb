create sequence customer_seq start with 1001 increment by 50;

create table customer (
	id bigint primary key,
	public_id uuid not null unique,
	version integer not null,
	name varchar(100) not null,
	email varchar(200) not null unique,
	city varchar(100) not null,
	created_at timestamp with time zone not null,
	updated_at timestamp with time zone not null
);

-- Deliberately of no use: the unique constraint has an index already
create index customer_email_idx on customer (email);

create sequence product_seq start with 1001 increment by 50;

create table product (
	id bigint primary key,
	public_id uuid not null unique,
	version integer not null,
	name varchar(100) not null unique,
	price numeric(12, 2) not null check (price >= 0),
	stock integer not null check (stock >= 0),
	created_at timestamp with time zone not null,
	updated_at timestamp with time zone not null
);

create sequence orders_seq start with 1001 increment by 50;

create table orders (
	id bigint primary key,
	public_id uuid not null unique,
	version integer not null,
	customer_id bigint not null references customer,
	paid boolean not null,
	created_at timestamp with time zone not null,
	updated_at timestamp with time zone not null
);

create index orders_customer_id_idx on orders (customer_id);

create sequence order_line_seq start with 1001 increment by 50;

create table order_line (
	id bigint primary key,
	public_id uuid not null unique,
	version integer not null,
	order_id bigint not null references orders,
	product_id bigint not null references product,
	quantity integer not null check (quantity > 0),
	price numeric(12, 2) not null,
	created_at timestamp with time zone not null,
	updated_at timestamp with time zone not null
);

create index order_line_order_id_idx on order_line (order_id);
create index order_line_product_id_idx on order_line (product_id);

create sequence payment_seq start with 1001 increment by 50;

create table payment (
	id bigint primary key,
	public_id uuid not null unique,
	version integer not null,
	order_id bigint not null unique references orders,
	amount numeric(12, 2) not null,
	card_ending varchar(4) not null,
	created_at timestamp with time zone not null,
	updated_at timestamp with time zone not null
);
