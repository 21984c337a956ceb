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
		List<Repetition> counts = known.stream().map(this.repetitions::of).toList();
		assertThat(counts).doesNotContainNull().doesNotHaveDuplicates();
		assertThat(known.stream().map(this.repetitions::of)).containsExactlyElementsOf(counts);
	}

	@Test
	void statementsBeyondTheBoundAreNotCounted() {
		List<StatementStatistics> known = statements(300);
		assertThat(known.stream().map(this.repetitions::of).filter((count) -> count != null)).hasSize(256);
		assertThat(this.repetitions.of(known.get(299))).isNull();
		assertThat(this.repetitions.of(known.get(255))).isNotNull();
	}

	private List<StatementStatistics> statements(int number) {
		return IntStream.range(0, number).mapToObj((i) -> this.registry.find("select 1 from t" + i)).toList();
	}

}
