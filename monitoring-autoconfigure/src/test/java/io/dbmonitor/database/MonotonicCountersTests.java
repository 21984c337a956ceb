package io.dbmonitor.database;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonotonicCountersTests {

	private static final Instant RUN = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant OTHER_RUN = Instant.parse("2026-01-02T00:00:00Z");

	private static final Figure COMMITS = Figure.of(DatabaseMeter.TRANSACTIONS, "commit");

	private static final Figure DEADLOCKS = Figure.of(DatabaseMeter.DEADLOCKS);

	private final MonotonicCounters counters = new MonotonicCounters();

	@Test
	void isUnknownBeforeTheFirstSample() {
		assertThat(this.counters.value(COMMITS)).isNaN();
	}

	@Test
	void beginsWithWhatTheServerCounted() {
		assertThat(read(RUN, 100)).isEqualTo(100);
		assertThat(read(RUN, 107)).isEqualTo(107);
	}

	@Test
	void goesOnAfterTheServersStatisticsWereReset() {
		read(RUN, 100);
		assertThat(read(RUN, 7)).isEqualTo(107);
		assertThat(read(RUN, 10)).isEqualTo(110);
	}

	@Test
	void holdsAndDoesNotJumpWhereAnotherServerCounts() {
		read(RUN, 100);
		assertThat(read(OTHER_RUN, 5_000_000)).isEqualTo(100);
		assertThat(read(OTHER_RUN, 5_000_003)).isEqualTo(103);
		assertThat(read(RUN, 101)).isEqualTo(103);
		assertThat(read(RUN, 111)).isEqualTo(113);
	}

	@Test
	void isHeldWhereASampleLacksIt() {
		read(RUN, 100);
		this.counters.update(OTHER_RUN, Map.of(DEADLOCKS, 2.0));
		assertThat(this.counters.value(COMMITS)).isEqualTo(100);
		assertThat(read(OTHER_RUN, 3)).isEqualTo(100);
		assertThat(read(OTHER_RUN, 4)).isEqualTo(101);
	}

	@Test
	void leavesGaugesAlone() {
		Figure gauge = Figure.of(DatabaseMeter.SESSIONS_MAX);
		this.counters.update(RUN, Map.of(gauge, 100.0));
		assertThat(this.counters.value(gauge)).isNaN();
	}

	private double read(Instant run, double raw) {
		this.counters.update(run, Map.of(COMMITS, raw));
		return this.counters.value(COMMITS);
	}

}
