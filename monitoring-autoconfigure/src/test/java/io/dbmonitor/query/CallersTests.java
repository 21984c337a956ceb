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
		List<StatementSnapshot.Caller> found = this.callers.snapshot(200_000);
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
	void estimatesAddUpToNoMoreThanTheExecutions() {
		long executions = 0;
		for (; executions < 300; executions++) {
			int weight = this.callers.weigh();
			// Each of them is slow, so looked at whether it is a sample or not
			this.callers.add(new CallSite("Slow.call", (int) (executions % 3)), "GET /", null, weight);
			assertThat(calls(this.callers.snapshot(executions + 1))).isLessThanOrEqualTo(executions + 1);
		}
		assertThat(calls(this.callers.snapshot(executions))).isGreaterThan(200);
	}

	@Test
	void aCallerThatWasSeenWithoutASampleCountsAsOne() {
		this.callers.add(new CallSite("Sampled.call", 1), null, null, 16);
		this.callers.add(new CallSite("Slow.call", 1), null, null, 0);
		assertThat(this.callers.snapshot(10)).extracting(StatementSnapshot.Caller::calls).containsExactly(9L, 1L);
	}

	private static long calls(List<StatementSnapshot.Caller> callers) {
		return callers.stream().mapToLong(StatementSnapshot.Caller::calls).sum();
	}

	@Test
	void keepsFiveCallersAtMost() {
		for (int i = 0; i < 20; i++) {
			this.callers.add(new CallSite("Caller.call", i), "GET /", null, 1);
		}
		assertThat(this.callers.snapshot(20)).hasSize(5);
	}

}
