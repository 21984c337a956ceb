package io.dbmonitor.query;

import io.dbmonitor.work.CallSite;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

class CallersTests {

	private final Callers callers = new Callers();

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 16, 26, 64, 128, 256, 1000 })
	void estimatesAreCloseEvenWhereCallersTakeTurns(int round) {
		for (int i = 0; i < 200_000; i++) {
			int weight = this.callers.weigh();
			if (weight > 0) {
				boolean rare = i % round == 0;
				this.callers.add(new CallSite(rare ? "Rare.call" : "Frequent.call", 1), null, null, weight);
			}
		}
		List<StatementSnapshot.Caller> found = this.callers.snapshot();
		assertThat(found.stream().mapToLong(StatementSnapshot.Caller::calls).sum()).isCloseTo(200_000L,
				withinPercentage(2));
		assertThat(found.stream()
			.filter((caller) -> caller.method().equals("Rare.call"))
			.mapToLong(StatementSnapshot.Caller::calls)
			.sum()).isBetween(200_000L / round - 4000, 200_000L / round + 4000);
	}

	@Test
	void theFirstExecutionsAreAllSampled() {
		for (int i = 0; i < 8; i++) {
			assertThat(this.callers.weigh()).isEqualTo(1);
		}
	}

	@Test
	void keepsFiveCallersAtMost() {
		for (int i = 0; i < 20; i++) {
			this.callers.add(new CallSite("Caller.call", i), "GET /", null, 1);
		}
		assertThat(this.callers.snapshot()).hasSize(5);
	}

}
