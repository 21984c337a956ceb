package io.dbmonitor.query;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which tables a statement writes is found in its text.
 */
class WrittenTableTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^', value = { "insert into a (x) values (1) | a INSERT",
			"insert into a select * from b | a INSERT",
			"INSERT INTO s.a AS t (x) VALUES (?) ON CONFLICT (x) DO UPDATE SET x = 2 | s.a INSERT",
			"insert into a values (1) on duplicate key update x = 2 | a INSERT", "replace into a values (1) | a INSERT",
			"update a set x = (select max(x) from b) from c where a.id = c.id | a UPDATE",
			"update only \"A\" as t set x = 1 | \"A\" UPDATE", "delete from a using b where a.id = b.id | a DELETE",
			"delete from only a where exists (select 1 from b) | a DELETE",
			"merge into a using b on a.id = b.id when matched then update set x = 1 when not matched then insert (x) values (1) | a MERGE",
			"truncate table a, s.b cascade | a TRUNCATE,s.b TRUNCATE", "truncate only a | a TRUNCATE",
			"/* hint */ update /* x */ a set x = 1 -- end | a UPDATE",
			"with gone as (delete from a returning *) insert into b select * from gone | a DELETE,b INSERT",
			"with c as (select * from a) update b set x = 1 from c | b UPDATE",
			"update a set x = 1; delete from b; select 1 | a UPDATE,b DELETE", "select * from a for update of a |",
			"select * from a where b in (select c from d) for no key update |",
			"select truncate(x), replace(y, 'a', 'b') from a |", "select extract(year from t) from a |",
			"create table a (b int references c (id) on delete cascade on update cascade) |",
			"create trigger t after insert or update or delete on a for each row execute function f() |",
			"set lock_timeout = '1s'; delete from a | a DELETE", "explain analyze delete from a | a DELETE",
			"explain (analyze, buffers) update a set x = 1 | a UPDATE", "explain delete from a |",
			"create table b (x int); insert into a values (1) | a INSERT",
			"lock table a in share update exclusive mode |", "'not sql at all' |" })
	void whatAStatementWrites(String sql, String writes) {
		List<String> expected = (writes != null) ? Stream.of(writes.split(",")).toList() : List.of();
		assertThat(Fingerprint.of(sql, 1000).writes()).extracting((table) -> table.name() + " " + table.operation())
			.isEqualTo(expected);
	}

}
