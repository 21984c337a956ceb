create sequence if not exists dbmonitor_change_set_id;

create table if not exists dbmonitor_change_set (
	id bigint not null default nextval('dbmonitor_change_set_id') primary key,
	uuid uuid not null,
	changed_at timestamp with time zone not null,
	actor text,
	route text,
	trace_id text,
	transaction_name text,
	instance text,
	database_user text,
	database_application text,
	database_client text,
	transaction_id xid8 default pg_current_xact_id(),
	transaction_at timestamp with time zone default transaction_timestamp(),
	backend_pid integer default pg_backend_pid()
) partition by range (id);

create index if not exists dbmonitor_change_set_time on dbmonitor_change_set (changed_at);
create index if not exists dbmonitor_change_set_actor on dbmonitor_change_set (actor, changed_at) where actor is not null;

create index if not exists dbmonitor_change_set_transaction on dbmonitor_change_set (transaction_id, id);
create index if not exists dbmonitor_change_set_bypassed on dbmonitor_change_set (id) where database_user is not null;

create table if not exists dbmonitor_change (
	change_set_id bigint not null,
	place bigint not null,
	entity text collate "C" not null,
	entity_id text collate "C" not null,
	operation text not null,
	source text not null,
	field_changes json not null,
	primary key (change_set_id, place)
) partition by range (change_set_id);

create index if not exists dbmonitor_change_entity on dbmonitor_change (entity, entity_id);

create table if not exists dbmonitor_hold (
	id uuid not null,
	entity text collate "C" not null,
	entity_id text collate "C",
	reason text not null,
	placed_by text,
	placed_at timestamp with time zone not null,
	primary key (id, entity)
);

create table if not exists dbmonitor_lock (
	name text primary key
);

insert into dbmonitor_lock (name) values ('keeping') on conflict do nothing;
