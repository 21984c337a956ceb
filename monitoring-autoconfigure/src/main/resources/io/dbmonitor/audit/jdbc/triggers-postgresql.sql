-- Emptied all the time. Vacuum would cut off the end of the files, and a writer wait for that
create table if not exists @@schema@@.dbmonitor_write (
	id bigint not null default nextval('@@sequence@@'),
	transaction_id xid8 not null default pg_current_xact_id(),
	transaction_at timestamp with time zone not null default transaction_timestamp(),
	written_at timestamp with time zone not null default clock_timestamp(),
	table_oid oid not null,
	table_schema text not null,
	table_name text not null,
	columns text[] not null,
	operation text not null,
	depth integer not null default pg_trigger_depth(),
	database_user text not null default session_user,
	database_application text default current_setting('application_name'),
	database_client text default host(inet_client_addr()),
	backend_pid integer not null default pg_backend_pid(),
	primary key (transaction_id, id)
) with (vacuum_truncate = false);

-- Those of an update have places, in the order in which they were written
create table if not exists @@schema@@.dbmonitor_row (
	write_id bigint not null,
	old_row text,
	new_row text
) with (vacuum_truncate = false);

alter table @@schema@@.dbmonitor_row add column if not exists place bigint;

create index if not exists dbmonitor_row_write on @@schema@@.dbmonitor_row (write_id);

create or replace function @@schema@@.dbmonitor_record_rows() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, YMD'
set intervalstyle = 'postgres'
set timezone = 'UTC'
set extra_float_digits = 1
set bytea_output = 'hex'
set lc_monetary = 'C'
as $record_rows$
-- A table's column can have any name. So it is not taken for one of these variables, nor for a row as a whole
#variable_conflict use_variable
declare
	written bigint;
	one boolean;
	paired boolean;
begin
	if tg_table_schema ~ '^pg_temp' then
		return null;
	end if;
	-- A statement that changed nothing leaves nothing, not even the id of a transaction
	if tg_op = 'INSERT' then
		perform from new_rows limit 1;
	elsif tg_op <> 'TRUNCATE' then
		perform from old_rows limit 1;
	end if;
	if tg_op <> 'TRUNCATE' and not found then
		return null;
	end if;
	insert into @@schema@@.dbmonitor_write (table_oid, table_schema, table_name, columns, operation)
		select tg_relid, tg_table_schema, tg_table_name, array_agg(attname::text order by attnum), tg_op
		from pg_attribute
		where attrelid = tg_relid and attnum > 0 and not attisdropped
		returning id into written;
	if tg_op = 'INSERT' then
		insert into @@schema@@.dbmonitor_row (write_id, new_row)
			select written, (n.*)::text from new_rows n;
	elsif tg_op = 'DELETE' then
		insert into @@schema@@.dbmonitor_row (write_id, old_row)
			select written, (o.*)::text from old_rows o;
	elsif tg_op = 'UPDATE' then
		select count(*) = 1 and (select count(*) = 1 from (select from new_rows limit 2) two) into one
			from (select from old_rows limit 2) two;
		if one then
			insert into @@schema@@.dbmonitor_row (write_id, old_row, new_row)
				select written, (o.*)::text, (n.*)::text from old_rows o cross join new_rows n;
			return null;
		end if;
		-- Each row that is updated is put at the end of both, so that they belong together by their places. Keys do not tell:
		-- they can change, and a statement can update a row several times (referential actions of two foreign keys).
		-- A row that is moved to another partition, where a trigger leaves it out, is in one of them only. And with a key that
		-- is looked at behind the statement, a row can have the key that another one is about to give up
		select (select count(*) from old_rows) = (select count(*) from new_rows)
				and not exists (select from pg_index where indrelid = tg_relid and indisprimary and not indimmediate)
			into paired;
		if paired then
			-- Planned anew each time, for as many rows as there are
			execute 'insert into @@schema@@.dbmonitor_row (write_id, place, old_row, new_row)
				select $1, place, old_text, new_text
				from (select row_number() over () as place, (o.*)::text as old_text from old_rows o) before
				join (select row_number() over () as place, (n.*)::text as new_text from new_rows n) after using (place)'
				using written;
		else
			insert into @@schema@@.dbmonitor_row (write_id, place, old_row)
				select written, 1, (o.*)::text from old_rows o;
			insert into @@schema@@.dbmonitor_row (write_id, place, new_row)
				select written, 1 + row_number() over (), (n.*)::text from new_rows n;
		end if;
	end if;
	return null;
end
$record_rows$;

comment on function @@schema@@.dbmonitor_record_rows() is '@@version@@';

revoke execute on function @@schema@@.dbmonitor_record_rows() from public;
