create table if not exists dbmonitor_seal (
	position bigint primary key check (position >= 0),
	kind text not null check (kind in ('BEGIN', 'SEALED', 'KEPT', 'REMOVED', 'DROPPING', 'DROPPED', 'RETURNED', 'EPOCH', 'CUT')),
	change_set_id bigint,
	last_change_set_id bigint,
	sealed_transaction xid8 not null,
	sealed_id bigint not null,
	changes bigint,
	parts_hash bytea,
	content_hash bytea,
	chain_hash bytea not null,
	sealed_at timestamp with time zone not null,
	sealed_by xid8 not null default pg_current_xact_id()
);

create unique index if not exists dbmonitor_seal_change_set on dbmonitor_seal (change_set_id) where kind = 'SEALED';
create index if not exists dbmonitor_seal_removal on dbmonitor_seal (change_set_id, position) where kind in ('KEPT', 'REMOVED');
create index if not exists dbmonitor_seal_special on dbmonitor_seal (kind, position) where kind not in ('SEALED', 'KEPT', 'REMOVED');

insert into dbmonitor_lock (name) values ('sealing') on conflict do nothing;
