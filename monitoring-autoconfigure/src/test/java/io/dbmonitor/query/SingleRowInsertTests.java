package io.dbmonitor.query;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SingleRowInsertTests {

	@ParameterizedTest
	@ValueSource(strings = { "insert into t values (?)", "INSERT INTO t (a, b) VALUES (?, coalesce(?, 1));",
			"insert into t (\"values\") values ((?), 'a) , (b') returning id" })
	void insertsOneRow(String sql) {
		assertThat(SingleRowInsert.is(sql, SqlDialect.STANDARD)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "insert", "insert into t values", "insert into t values (?), (?)",
			"insert into t select * from u", "insert into t select * from (values (1)) v",
			"insert into t values (?) on conflict do nothing", "insert into t values (?); delete from t",
			"insert into t values (?", "update t set a = ?", "select a from t where b in (values (1))",
			"with v as (select 1) insert into t values (?)" })
	void canInsertMoreOrLess(String sql) {
		assertThat(SingleRowInsert.is(sql, SqlDialect.STANDARD)).isFalse();
	}

}
