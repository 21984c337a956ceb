package io.dbmonitor.query;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.WorkKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlowestExecutionsTests {

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final SlowestExecutions slowest = new SlowestExecutions();

	@Test
	void keepsTheSlowest() {
		for (int millis : new int[] { 5, 80, 3, 7, 90, 1, 60, 70, 2 }) {
			offer(millis, 0);
		}
		assertThat(millis()).containsExactly(90.0, 80.0, 70.0, 60.0, 7.0);
		assertThat(this.slowest.floor()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(7));
	}

	@Test
	void whatIsOldMakesWay() {
		for (int i = 0; i < 5; i++) {
			offer(1000, 0);
		}
		assertThat(this.slowest.floor()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
		this.slowest.forget(10 * MINUTE);
		assertThat(this.slowest.floor()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
		this.slowest.forget(16 * MINUTE);
		offer(5, 16 * MINUTE);
		assertThat(millis()).containsExactly(5.0);
	}

	@Test
	void whatIsFastIsNotKept() {
		this.slowest.offer(execution(TimeUnit.MICROSECONDS.toNanos(900)), 0);
		assertThat(this.slowest.snapshot()).isEmpty();
	}

	private void offer(int millis, long now) {
		this.slowest.offer(execution(TimeUnit.MILLISECONDS.toNanos(millis)), now);
	}

	private List<Double> millis() {
		return this.slowest.snapshot().stream().map(StatementSnapshot.SlowExecution::millis).toList();
	}

	private static Execution execution(long nanos) {
		StatementStatistics statement = new StatementStatistics("1", "main", Fingerprint.of("select 1", 100),
				() -> Instant.EPOCH);
		UnitOfWork work = new UnitOfWork(WorkKind.OTHER, () -> null);
		return new Execution(statement, Instant.EPOCH, nanos, 0, 1, 0, null, work, null, null, null, List.of());
	}

}
