create table if not exists dbmonitor_change_set (
	id bigint not null auto_increment primary key,
	uuid char(36) not null,
	changed_at datetime(6) not null,
	actor text,
	route text,
	trace_id text,
	transaction_name text,
	instance text,
	database_user text,
	database_application text,
	database_client text,
	key dbmonitor_change_set_time (changed_at),
	key dbmonitor_change_set_actor (actor(191), changed_at)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists dbmonitor_change (
	change_set_id bigint not null,
	place bigint not null,
	entity varchar(255) not null,
	entity_id text not null,
	operation varchar(20) not null,
	source varchar(20) not null,
	field_changes longtext not null,
	primary key (change_set_id, place),
	key dbmonitor_change_entity (entity, entity_id(191))
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists dbmonitor_hold (
	id char(36) not null,
	entity varchar(255) not null,
	entity_id text,
	reason text not null,
	placed_by text,
	placed_at datetime(6) not null,
	primary key (id, entity)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists dbmonitor_lock (
	name varchar(50) not null primary key
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into dbmonitor_lock (name) values ('keeping');
