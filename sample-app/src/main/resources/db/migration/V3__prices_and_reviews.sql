-- Filled by a listener, in the transaction that changes the price
create table price_log (
	id bigint generated always as identity primary key,
	product_id bigint not null references product,
	old_price numeric(12, 2) not null,
	new_price numeric(12, 2) not null,
	changed_at timestamp with time zone not null default now()
);

create index price_log_product_id_idx on price_log (product_id);

create table review (
	id uuid primary key,
	product_id bigint not null references product,
	stars integer not null check (stars between 1 and 5),
	text varchar(1000) not null,
	created_by varchar(100) not null,
	created_at timestamp with time zone not null,
	modified_by varchar(100) not null,
	modified_at timestamp with time zone not null
);

create index review_product_id_idx on review (product_id);
