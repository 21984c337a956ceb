package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrowthTests {

	private final Growth growth = new Growth(Duration.ofMinutes(1));

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private double after(int seconds, double value) {
		this.now = this.now.plusSeconds(seconds);
		return this.growth.at(this.now, value);
	}

	@Test
	void isWhatCameWithinTheWindow() {
		assertThat(after(0, 100)).isZero();
		assertThat(after(30, 110)).isEqualTo(10);
		assertThat(after(30, 115)).isEqualTo(15);
		assertThat(after(30, 115)).isEqualTo(5);
		assertThat(after(30, 115)).isZero();
	}

	@Test
	void isUnknownWhereTheCounterIs() {
		assertThat(after(0, Double.NaN)).isNaN();
		assertThat(after(5, 7)).isZero();
		assertThat(after(5, Double.NaN)).isNaN();
		assertThat(after(5, 9)).isEqualTo(2);
	}

	@Test
	void beginsAnewWithACounterThatWasReset() {
		after(0, 100);
		assertThat(after(5, 3)).isZero();
		assertThat(after(5, 5)).isEqualTo(2);
	}

	@Test
	void beginsAnewWithAClockThatWasSetBack() {
		after(0, 100);
		assertThat(after(-3600, 110)).isZero();
		assertThat(after(5, 111)).isEqualTo(1);
	}

	@Test
	void keepsTheWindowHoweverOftenItIsAsked() {
		double value = 0;
		for (int i = 0; i < 100_000; i++) {
			this.now = this.now.plusMillis(10);
			value = this.growth.at(this.now, i);
		}
		assertThat(value).isBetween(6000.0, 6200.0);
	}

	@Test
	void whatACounterOfThisProcessHadBeforeAnybodyLookedCounts() {
		Growth growth = Growth.fromZero(Duration.ofMinutes(1));
		assertThat(growth.at(Instant.EPOCH, 3)).isEqualTo(3);
		assertThat(growth.at(Instant.EPOCH.plusSeconds(30), 4)).isEqualTo(4);
		assertThat(growth.at(Instant.EPOCH.plusSeconds(70), 4)).isEqualTo(1);
		assertThat(growth.at(Instant.EPOCH.plusSeconds(140), 4)).isZero();
	}

}
