package io.dbmonitor.query;

import java.time.Instant;
import java.util.List;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatementRegistryTests {

	private final Faults faults = new Faults();

	private final StatementRegistry registry = new StatementRegistry("main", SqlDialect.STANDARD, 3, 100,
			() -> Instant.EPOCH, this.faults);

	@Test
	void whatWasOnlyPreparedIsNotShown() {
		this.registry.find("select 1 from prepared");
		assertThat(this.registry.all()).isEmpty();
	}

	@Test
	void findsTheSameStatisticsForTheSameStatement() {
		assertThat(this.registry.find("select 1")).isSameAs(this.registry.find("select 2"))
			.isSameAs(this.registry.find("select 1"));
	}

	@Test
	void countsUnderOtherBeyondTheBound() {
		for (String table : List.of("a", "b", "c")) {
			execute("select 1 from " + table);
		}
		assertThat(this.registry.find("select 1 from d")).isSameAs(this.registry.other());
		assertThat(this.registry.find("select 2 from a")).isNotSameAs(this.registry.other());
		assertThat(this.registry.all()).hasSize(3);
		assertThat(this.faults.overflows(Feature.QUERY)).isEqualTo(1);
	}

	@Test
	void aFloodOfDistinctTextsKeepsTheStatistics() {
		StatementStatistics first = execute("select 1 from a where b = 'x'");
		for (int i = 0; i < 1000; i++) {
			assertThat(this.registry.find("select 1 from a where b = 'x" + i + "'")).isSameAs(first);
		}
		assertThat(this.registry.all()).containsExactly(first);
	}

	@Test
	void aLongTextIsRememberedAndNotReadAgain() {
		String longest = "select " + "a, ".repeat(21_000) + "b from t";
		StatementStatistics statement = this.registry.find(longest);
		assertThat(this.registry.text(statement)).isSameAs(longest);
		String tooLong = "select c, " + "a, ".repeat(22_000) + "b from t";
		assertThat(this.registry.text(this.registry.find(tooLong))).isNull();
	}

	@Test
	void aFloodOfLongTextsIsBoundedInItsCharacters() {
		StatementRegistry large = new StatementRegistry("large", SqlDialect.STANDARD, 1000, 100, () -> Instant.EPOCH,
				this.faults);
		String padding = " ".repeat(60_000);
		for (int i = 0; i < 500; i++) {
			large.find("select 1 from a where b = " + padding + i);
		}
		assertThat(large.cachedCharacters()).isBetween(4_000_000L, 8_500_000L);
	}

	@Test
	void theSameStatementOnAnotherDataSourceHasAnotherId() {
		StatementRegistry other = new StatementRegistry("other", SqlDialect.STANDARD, 3, 100, () -> Instant.EPOCH,
				this.faults);
		assertThat(this.registry.find("select 1").snapshot().id()).isNotEqualTo(other.find("select 1").snapshot().id());
	}

	private StatementStatistics execute(String sql) {
		StatementStatistics statement = this.registry.find(sql);
		statement.executed(1, 0);
		return statement;
	}

}
