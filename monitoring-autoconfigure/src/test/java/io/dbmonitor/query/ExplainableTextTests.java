package io.dbmonitor.query;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExplainableTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '~',
			value = { "select * from t where a = ? and b in (?,?);select * from t where a = $1 and b in ($2,$3);3",
					"select '?', \"?\", $$?$$ /* ? */ -- ?;select '?', \"?\", $$?$$ /* ? */ -- ?;0",
					"select j ?? 'a', j ??| array[?], j ??& ? from t;select j ? 'a', j ?| array[$1], j ?& $2 from t;2",
					"update t set a=? where b>=?;update t set a=$1 where b>=$2;2" })
	void questionMarksBecomeParameters(String sql, String explainable, int parameters) {
		assertThat(ExplainableText.of(sql, Operation.SELECT, SqlDialect.STANDARD)).hasValueSatisfying((text) -> {
			assertThat(text.sql((number) -> "$" + number)).isEqualTo(explainable);
			assertThat(text.parameters()).isEqualTo(parameters);
		});
	}

	@Test
	void theLastSemicolonIsLeftOut() {
		assertThat(ExplainableText.of("select ? ; -- end", Operation.SELECT, SqlDialect.STANDARD)).hasValueSatisfying(
				(text) -> assertThat(text.sql((number) -> "$" + number)).startsWith("select $1  -- end"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1; drop table t", "select 1;;", "select 'a;b'; select 2" })
	void severalStatementsAreNotExplained(String sql) {
		assertThat(ExplainableText.of(sql, Operation.SELECT, SqlDialect.STANDARD)).isEmpty();
	}

	@Test
	void whatHasNoPlanIsNotExplained() {
		assertThat(ExplainableText.of("drop table t", Operation.DROP, SqlDialect.STANDARD)).isEmpty();
		assertThat(ExplainableText.of("explain select 1", Operation.EXPLAIN, SqlDialect.STANDARD)).isEmpty();
	}

}
