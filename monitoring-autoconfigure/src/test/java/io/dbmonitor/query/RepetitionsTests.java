package io.dbmonitor.query;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.Repetitions.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RepetitionsTests {

	private final StatementRegistry registry = new StatementRegistry("main", SqlDialect.STANDARD, 1000, 100,
			() -> Instant.EPOCH, new Faults());

	private final Repetitions repetitions = new Repetitions();

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5, 100, 256 })
	void eachStatementHasItsOwnCount(int statements) {
		List<StatementStatistics> known = statements(statements);
		known.forEach(this.repetitions::count);
		List<Repetition> counts = known.stream().map(this.repetitions::count).toList();
		assertThat(counts).doesNotContainNull().doesNotHaveDuplicates().allMatch((count) -> count.count == 2);
		assertThat(known.stream().map(this.repetitions::count)).containsExactlyElementsOf(counts);
		assertThat(counts).allMatch((count) -> count.count == 3);
	}

	@Test
	void statementsBeyondTheBoundAreNotCounted() {
		List<StatementStatistics> known = statements(300);
		known.forEach(this.repetitions::count);
		assertThat(known.stream().map(this.repetitions::count).filter((count) -> count != null)).hasSize(256);
		assertThat(this.repetitions.count(known.get(299))).isNull();
		assertThat(this.repetitions.count(known.get(255))).isNotNull();
	}

	private List<StatementStatistics> statements(int number) {
		return IntStream.range(0, number).mapToObj((i) -> this.registry.find("select 1 from t" + i)).toList();
	}

}
