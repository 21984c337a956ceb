package io.dbmonitor.meter;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

class DurationBucketsTests {

	@Test
	void theMiddleOfABucketIsCloseToAllThatIsInIt() {
		for (double nanos = 1024; nanos < TimeUnit.SECONDS.toNanos(137); nanos *= 1.003) {
			int bucket = DurationBuckets.of((long) nanos);
			assertThat(DurationBuckets.middle(bucket)).isCloseTo(nanos,
					withinPercentage(DurationBuckets.MAX_ERROR_PERCENT));
			assertThat((double) (long) nanos).isBetween(DurationBuckets.lowerBound(bucket),
					DurationBuckets.lowerBound(bucket + 1));
		}
		assertThat(DurationBuckets.MAX_ERROR_PERCENT).isLessThan(5);
	}

	@Test
	void whatIsTooShortOrTooLongCountsAtTheEnds() {
		assertThat(DurationBuckets.of(0)).isZero();
		assertThat(DurationBuckets.of(-1)).isZero();
		assertThat(DurationBuckets.of(1023)).isZero();
		assertThat(DurationBuckets.of(TimeUnit.MINUTES.toNanos(3))).isEqualTo(DurationBuckets.COUNT - 1);
		assertThat(DurationBuckets.of(Long.MAX_VALUE)).isEqualTo(DurationBuckets.COUNT - 1);
	}

}
