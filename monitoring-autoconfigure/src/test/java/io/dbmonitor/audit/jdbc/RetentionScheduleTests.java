package io.dbmonitor.audit.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What fails is tried again soon, but not all the time, and one database does not wait
 * for another.
 */
class RetentionScheduleTests {

	@Test
	void eachFailureDoublesThePause() {
		RetentionSchedule schedule = new RetentionSchedule(Duration.ofMinutes(1));
		assertThat(schedule.retry(1)).isEqualTo(Duration.ofSeconds(5));
		assertThat(schedule.retry(2)).isEqualTo(Duration.ofSeconds(10));
		assertThat(schedule.retry(4)).isEqualTo(Duration.ofSeconds(40));
		assertThat(schedule.retry(5)).isEqualTo(Duration.ofMinutes(1));
		assertThat(schedule.retry(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void noPauseIsLongerThanTheInterval() {
		RetentionSchedule schedule = new RetentionSchedule(Duration.ofSeconds(1));
		assertThat(schedule.pause()).isEqualTo(Duration.ofSeconds(1));
		assertThat(schedule.retry(1)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void aDatabaseThatFailedComesSooner() {
		RetentionSchedule schedule = new RetentionSchedule(Duration.ofHours(1));
		assertThat(schedule.isDue("one", 0)).isTrue();
		schedule.succeeded("one", 0);
		schedule.failed("other", 0);
		long second = Duration.ofSeconds(1).toNanos();
		assertThat(schedule.isDue("one", 5 * second)).isFalse();
		assertThat(schedule.isDue("other", 4 * second)).isFalse();
		assertThat(schedule.isDue("other", 5 * second)).isTrue();
		assertThat(schedule.isDue("one", 3600 * second)).isTrue();
	}

	@Test
	void whatWorksAgainHasTheIntervalAgain() {
		RetentionSchedule schedule = new RetentionSchedule(Duration.ofHours(1));
		long second = Duration.ofSeconds(1).toNanos();
		schedule.failed("one", 0);
		schedule.failed("one", 5 * second);
		assertThat(schedule.isDue("one", 14 * second)).isFalse();
		assertThat(schedule.isDue("one", 15 * second)).isTrue();
		schedule.succeeded("one", 15 * second);
		assertThat(schedule.isDue("one", 3614 * second)).isFalse();
		schedule.failed("one", 3615 * second);
		assertThat(schedule.isDue("one", 3620 * second)).isTrue();
	}

}
