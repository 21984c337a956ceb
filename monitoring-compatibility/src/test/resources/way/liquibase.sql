-- liquibase formatted sql

-- changeset somebody:1
create table by_liquibase (title text);
insert into by_liquibase values ('one');
