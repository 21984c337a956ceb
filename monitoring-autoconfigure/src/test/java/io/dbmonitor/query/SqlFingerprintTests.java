package io.dbmonitor.query;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.jdbc.DatabaseDriver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What counts as the same statement, and what a statement says of itself.
 */
class SqlFingerprintTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"select * from t where a = 1 | select * from t where a = ?",
			"select * from t where a = 'it''s' | select * from t where a = ?",
			"select * from t where a = E'it\\'s' | select * from t where a = ?",
			"select * from t where a = $$text 'with' ?$$ | select * from t where a = ?",
			"select * from t where a = $tag$ $$ $tag$ | select * from t where a = ?",
			"select * from t where a = $1 and b = :name | select * from t where a = ? and b = ?",
			"select a::int, b from t | select a :: int, b from t",
			"select /* one /* nested */ comment */ a from t; | select a from t",
			"select \"Quoted\" from \"T\" | select \"Quoted\" from \"T\"",
			"select * from t where a in (1, 2, 3) | select * from t where a in (?)",
			"select * from t where a in (?,?) and b = ? | select * from t where a in (?) and b = ?",
			"insert into t (a, b) values (1, 'x'), (2, 'y'), (3, null) | insert into t (a, b) values (?)",
			"select -1, 1 - 1, a -1, (a) - 2 | select ?, ? - ?, a - ?, (a) - ?",
			"select 1.5e-3, .5, 0x1F, 1_000 | select ?, ?, ?, ?",
			"select a from t where b is null and c is not null | select a from t where b is null and c is not null",
			"select a from t where b = true | select a from t where b = ?",
			"select * from t limit 10 offset 20 | select * from t limit ? offset ?",
			"select f(1, 2, 3) | select f(?, ?, ?)", "{call p(?, ?)} | { call p(?, ?) }",
			"select X'1F', B'01', N'x', U&'d!0061' | select ?, ?, ?, ?" })
	void normalises(String sql, String normalised) {
		assertThat(Fingerprint.of(sql, 1000).statement().replace(" ", "")).isEqualTo(normalised.replace(" ", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"insert into t values (1, now()), (2, now()), (3, default) | insert into t values (?, now()), (?, now()), (?, default)",
			"select a from t where b in ( 1, 2, 3 ) and c | select a from t where b in (?) and c",
			"select a from t where b in (1, 2, 3, c) | select a from t where b in (?, ?, ?, c)",
			"select array[array[1, 2], array[3, 4]] | select array[array[?]]",
			"select array[[1, a], [2, a]] | select array[[?, a]]",
			"select * from (values (1, 2), (3, 4)) v, u | select * from (values (?)) v, u",
			"with v as (values (1), (2)), u as (select 1) table v | with v as (values (?)), u as (select ?) table v",
			"insert into t values (1) on duplicate key update a = values(a), b = values(b) "
					+ "| insert into t values (?) on duplicate key update a = values(a), b = values(b)",
			"select a from t where (b, c) in ((1, 2), (3, 4)) | select a from t where (b, c) in ((?, ?))",
			"select a from t where b in (values (1), (2)) | select a from t where b in (values (?))" })
	void putsListsIntoOneElement(String sql, String normalised) {
		assertThat(Fingerprint.of(sql, 1000).statement()).isEqualTo(normalised);
	}

	@Test
	void takesTheLinesOfAStringForOneValue() {
		assertThat(Fingerprint.of("select 'a'\n 'b'\n'c' from t", 100).statement()).isEqualTo("select ? from t");
	}

	@Test
	void normalisesLinesAndOperatorsWithQuestionMarks() {
		assertThat(Fingerprint.of("SELECT  A -- comment\nFROM\tT", 1000).statement()).isEqualTo("select a from t");
		assertThat(Fingerprint.of("select j ?| array['x'], j ?& $1, j -> 'a' from t", 1000).statement())
			.isEqualTo("select j ?| array[?], j ?& ?, j -> ? from t");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"select a from t where b=1 | SELECT a FROM t WHERE b = 'x'",
			"select a from t where b in (1) | select a from t where b in (1, 2, 3, 4, 5)",
			"insert into t values (1, 2) | insert into t values (1, 2), (3, 4)",
			"select a , b from t | select a,b from t;", "select a from t where b = -1 | select a from t where b = 7",
			"select a from t where b = ? | select a from t where b = $1",
			"select a from t where b = :b | select a from t where b = 'b' -- end",
			"select a from t where (b, c) in ((1, 2)) | select a from t where (b, c) in ((?, ?), (?, ?), (?, ?))",
			"select array[1, 2] | select array[1, 2, 3]", "select array[[1, 2], [3, 4]] | select array[[1, 2, 3]]",
			"select a from t where b = any(array[1]) | select a from t where b = any(array[?, ?, ?])",
			"insert into t values (?, now(), default) | insert into t values (?, now(), default), (1, now(), default)",
			"values (row(1, 2)), (row(3, 4)) | values (row(1, 2))",
			"select a from t where b in (lower(?), lower(?)) | select a from t where b in (lower('x'))",
			"select a as b from t as u inner join v on true | select a b from t u join v on true",
			"select a from t left outer join u on true order by a asc | select a from t left join u on true order by a",
			"select a from t where b != 1 | select a from t where b <> 1",
			"select a from t where not true | select a from t where not false" })
	void takesForTheSame(String one, String other) {
		assertThat(Fingerprint.of(one, 1000).hash()).isEqualTo(Fingerprint.of(other, 1000).hash());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "select a from t | select b from t",
			"select a from t where b is null | select a from t where b is not null",
			"select \"a\" from t | select \"A\" from t", "select f(1) | select f(1, 2)",
			"select a from t where b = 1 | select a from t where b <> 1", "select ab from t | select a b from t",
			"select a from t where b in (1, 2) | select a from t where b in (select 1)",
			"select a from t where b in (1, c, 2) | select a from t where b in (1, c)",
			"select a from t where b in (1, 1, c) | select a from t where b in (1, c)",
			"select a from t where b in (select c, d, d from u) | select a from t where b in (select c, d from u)",
			"insert into t values (1, 1, now()) | insert into t values (1, now(), now())",
			"insert into t values (1, now()), (1, default) | insert into t values (1, now())",
			"insert into t values (1), (2) on conflict do nothing | insert into t values (1), (2)",
			"select a[1, 2] from t | select a[1] from t", "select -a from t | select a from t",
			"select -(a) from t | select (a) from t", "select a is not true from t | select a is not false from t",
			"select j ??| ? from t | select j ??& ? from t" })
	void tellsApart(String one, String other) {
		assertThat(Fingerprint.of(one, 1000).hash()).isNotEqualTo(Fingerprint.of(other, 1000).hash());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "select a from t join u on t.id = u.id | SELECT | t,u",
			"select * from a, b x, c where a.id = x.id | SELECT | a,b,c",
			"insert into s.t (a) select b from u | INSERT | s.t,u", "update t set a = 1 where b = 2 | UPDATE | t",
			"delete from t using u where t.id = u.id | DELETE | t,u",
			"with x as (select a from t) select * from x join u on true | SELECT | t,u",
			"with x as (select 1) insert into t select * from x | INSERT | t",
			"merge into t using u on t.id = u.id when matched then update set a = 1 | MERGE | t,u",
			"select * from generate_series(1, 3) | SELECT | ", "select a from t for update | SELECT | t",
			"create table t (id int) | CREATE | t", "truncate table t | TRUNCATE | t", "{call p(1)} | CALL | ",
			"select extract(year from d) from t where a is distinct from b | SELECT | t", "vacuum t | _OTHER | ",
			"(select a from t) union (select b from u) | SELECT | t,u" })
	void tellsOperationAndTables(String sql, String operation, String tables) {
		Fingerprint fingerprint = Fingerprint.of(sql, 1000);
		assertThat(fingerprint.operation().tag()).isEqualTo(operation);
		assertThat(fingerprint.tables()).isEqualTo((tables != null) ? List.of(tables.split(",")) : List.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "'", "\"", "$$", "$tag$", "/*", "--", "(", "values (", "values (1", "in (1, ",
			"values (1), (", "values (1),", "values (1), 2", "in (1", "in ()", "in (1,)", "in (1]", "array[1, [2",
			"values (select 1)", "values (values (1), (2))", "in (in (in (", "in (values (", "select 'a", "\\",
			"\u0000", "1e", "1e+", "::", ":", "?", "((((", "))))", "U&", "E'\\" })
	void survivesWhatIsNoSql(String sql) {
		assertThat(Fingerprint.of(sql, 1000)).isEqualTo(Fingerprint.of(sql, 1000));
	}

	@Test
	void cutsLongTextsButTellsThemApart() {
		String columns = "a, ".repeat(2000);
		Fingerprint one = Fingerprint.of("select " + columns + "x from t", 100);
		Fingerprint other = Fingerprint.of("select " + columns + "y from t", 100);
		assertThat(one.statement()).hasSizeLessThanOrEqualTo(101).endsWith("…");
		assertThat(one.truncated()).isTrue();
		assertThat(one.hash()).isNotEqualTo(other.hash());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 20, 25, 30, 31, 32, 33, 40, 100 })
	void cutsListsThatTurnOutToBeMixed(int maxLength) {
		Fingerprint fingerprint = Fingerprint.of("select 1 from t where a in (1, 2, 3, 4, 5, b, 6)", maxLength);
		String whole = "select ? from t where a in (?, ?, ?, ?, ?, b, ?)";
		assertThat(fingerprint.statement()).hasSizeLessThanOrEqualTo(maxLength + 1);
		assertThat(fingerprint.truncated()).isEqualTo(maxLength < 50);
		assertThat(whole).startsWith(fingerprint.statement().replace("…", ""));
		assertThat(fingerprint.hash()).isEqualTo(Fingerprint.of(whole, 1000).hash());
	}

	@Test
	void cutsNothingThatALongListWouldHaveFilled() {
		String list = "1, ".repeat(1000) + "1";
		Fingerprint fingerprint = Fingerprint.of("select a from t where b in (" + list + ") and c", 50);
		assertThat(fingerprint.statement()).isEqualTo("select a from t where b in (?) and c");
		assertThat(fingerprint.truncated()).isFalse();
	}

	@Test
	void theLastSemicolonDoesNotCountEvenBeforeAComment() {
		assertThat(Fingerprint.of("select 1; -- done", 100).hash()).isEqualTo(Fingerprint.of("select 1", 100).hash());
		assertThat(Fingerprint.of("select 1; select 2", 100).statement()).isEqualTo("select ?; select ?");
	}

	@Test
	void fromInAFunctionNamesNoTable() {
		assertThat(Fingerprint
			.of("select extract(year from created), substring(name from 2), trim(both from title),"
					+ " (select 1 from u) from t", 200)
			.tables()).containsExactly("u", "t");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "MYSQL | select 'O\\'Brien' and pin = 'x' | select ? and pin = ?",
					"MYSQL | select * from u where password = \"hunter2\" | select * from u where password = ?",
					"MYSQL | select 1 # it's\u0009| select ?",
					"ORACLE | select q'[it's secret]' from dual | select ? from dual",
					"SQLSERVER | select [it's] from t where a = 'secret' | select [it's] from t where a = ?",
					"SQLITE | select [it's] from t where a = \"secret\" | select [it's] from t where a = ?",
					"INFORMIX | select * from t where a = \"it's secret\" | select * from t where a = ?",
					"CLICKHOUSE | select 'it\\'s secret' and a = 'x' | select ?",
					"REDSHIFT | select \"a secret\" | select ?", "UNKNOWN | select \"a secret\" | select ?",
					"UNKNOWN | select 'C:\\\\' and a = 'x' from t | select ? and a = ? from t",
					"UNKNOWN | select 'C:\\' and a = 'secret' | select ?",
					"UNKNOWN | select e'C:\\' and a = 'secret' | select ?" })
	void keepsNoValueOfOtherDatabasesStrings(DatabaseDriver driver, String sql, String normalised) {
		assertThat(Fingerprint.of(sql, 1000, SqlDialect.of(driver)).statement()).isEqualTo(normalised);
	}

	/** Not a measurement: with quadratic work this would take minutes. */
	@ParameterizedTest
	@ValueSource(strings = { "select 1;\n", "in (", "in (1, in (", "values (", "values (1), (", "array[", "[",
			"in (1, 1, a) ", "in (1, 1, ", "(1, a), ", "??", "+", "||", "(", "/*", "'a',", "$a$", "?", "- " })
	@Timeout(30)
	void workGrowsWithTheTextAndNotFaster(String piece) {
		String sql = piece.repeat(5_000_000 / piece.length());
		assertThat(Fingerprint.of(sql, 1000)).isNotNull();
		assertThat(Fingerprint.of("values (1, " + sql, 1000)).isNotNull();
		assertThat(Fingerprint.of("select array[[1, 1, " + sql, 1000)).isNotNull();
	}

}
