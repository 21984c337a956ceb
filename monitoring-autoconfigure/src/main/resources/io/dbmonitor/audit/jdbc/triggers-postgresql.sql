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

create table if not exists @@schema@@.dbmonitor_row (
	write_id bigint not null,
	old_row text,
	new_row text
) with (vacuum_truncate = false);

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
declare
	written bigint;
	one boolean;
	same_key text;
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
			select written, dbmonitor_new::text from new_rows dbmonitor_new;
	elsif tg_op = 'DELETE' then
		insert into @@schema@@.dbmonitor_row (write_id, old_row)
			select written, dbmonitor_old::text from old_rows dbmonitor_old;
	elsif tg_op = 'UPDATE' then
		select count(*) = 1 into one from (select from old_rows limit 2) two;
		if one then
			insert into @@schema@@.dbmonitor_row (write_id, old_row, new_row)
				select written, dbmonitor_old::text, dbmonitor_new::text
				from old_rows dbmonitor_old cross join new_rows dbmonitor_new;
		else
			-- No operator and no cast that anybody but PostgreSQL has made: they would be executed with the rights of
			-- this function's owner. A row's text is made by the output functions of its types
			select string_agg(format(
					case when t.typnamespace = 'pg_catalog'::regnamespace or t.typtype = 'e'
						then 'dbmonitor_old.%1$I operator(pg_catalog.=) dbmonitor_new.%1$I'
						else 'row(dbmonitor_old.%1$I)::text operator(pg_catalog.=) row(dbmonitor_new.%1$I)::text' end,
					a.attname), ' and ')
				into same_key
				from pg_index i
				join pg_attribute a on a.attrelid = i.indrelid
					and a.attnum = any ((i.indkey::smallint[])[0:i.indnkeyatts - 1])
				join pg_type t on t.oid = a.atttypid
				where i.indrelid = tg_relid and i.indisprimary;
			if same_key is null then
				insert into @@schema@@.dbmonitor_row (write_id, old_row)
					select written, dbmonitor_old::text from old_rows dbmonitor_old;
				insert into @@schema@@.dbmonitor_row (write_id, new_row)
					select written, dbmonitor_new::text from new_rows dbmonitor_new;
			else
				execute format('insert into @@schema@@.dbmonitor_row (write_id, old_row, new_row)
					select $1, dbmonitor_old::text, dbmonitor_new::text
					from old_rows dbmonitor_old full join new_rows dbmonitor_new on %s', same_key) using written;
			end if;
		end if;
	end if;
	return null;
end
$record_rows$;

comment on function @@schema@@.dbmonitor_record_rows() is '@@version@@';

revoke execute on function @@schema@@.dbmonitor_record_rows() from public;
