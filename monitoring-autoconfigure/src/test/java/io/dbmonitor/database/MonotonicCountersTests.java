package io.dbmonitor.database;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonotonicCountersTests {

	private final MonotonicCounters counters = new MonotonicCounters();

	@Test
	void isUnknownBeforeTheFirstSample() {
		assertThat(this.counters.value(DatabaseCounter.COMMITS)).isNaN();
	}

	@Test
	void goesOnAfterTheServersStatisticsWereReset() {
		this.counters.update(Map.of(DatabaseCounter.COMMITS, 100L));
		assertThat(this.counters.value(DatabaseCounter.COMMITS)).isEqualTo(100);
		this.counters.update(Map.of(DatabaseCounter.COMMITS, 7L));
		assertThat(this.counters.value(DatabaseCounter.COMMITS)).isEqualTo(107);
		this.counters.update(Map.of(DatabaseCounter.COMMITS, 10L));
		assertThat(this.counters.value(DatabaseCounter.COMMITS)).isEqualTo(110);
	}

}
