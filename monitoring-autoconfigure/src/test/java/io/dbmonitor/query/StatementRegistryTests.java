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
