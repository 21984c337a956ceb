create table public.by_flyway (title text);
create table public.by_jdbc_template (title text);
create table public.by_jdbc_client (title text);
create table public.by_spring_data_jdbc (id bigint generated always as identity primary key, title text);
create table public.by_jooq (title text);
create table public.by_batch (title text);
