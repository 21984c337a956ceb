package io.dbmonitor.query;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

class DurationHistogramTests {

	private final DurationHistogram histogram = new DurationHistogram();

	@ParameterizedTest
	@ValueSource(longs = { 1_100, 9_999, 123_456, 1_000_000, 999_999_999, 60_000_000_000L, 200_000_000_000L })
	void quantileIsCloseToWhatWasRecorded(long nanos) {
		this.histogram.record(nanos);
		assertThat(this.histogram.counts().quantile(0.5)).isCloseTo((double) nanos, withinPercentage(3.2));
	}

	@Test
	void quantilesOfManyDurations() {
		for (int millis = 1; millis <= 1000; millis++) {
			this.histogram.record(TimeUnit.MILLISECONDS.toNanos(millis));
		}
		DurationHistogram.Counts counts = this.histogram.counts();
		assertThat(counts.total()).isEqualTo(1000);
		assertThat(counts.quantile(0.5) / 1e6).isCloseTo(500, withinPercentage(3.2));
		assertThat(counts.quantile(0.95) / 1e6).isCloseTo(950, withinPercentage(3.2));
		assertThat(counts.quantile(0.99) / 1e6).isCloseTo(990, withinPercentage(3.2));
	}

	@Test
	void whatIsTooShortOrTooLongCountsAtTheEnds() {
		this.histogram.record(0);
		this.histogram.record(-1);
		this.histogram.record(Long.MAX_VALUE);
		assertThat(this.histogram.counts().total()).isEqualTo(3);
		assertThat(this.histogram.counts().quantile(0)).isCloseTo(1056, within(1.0));
	}

	@Test
	void nothingRecordedHasNoQuantile() {
		assertThat(this.histogram.counts().quantile(0.5)).isNaN();
	}

}
