package io.dbmonitor.meter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundedTests {

	@Test
	void durationsAreShownToTheMicrosecond() {
		assertThat(Double.toString(Rounded.millis(147_704_884.8697318))).isEqualTo("147.705");
		assertThat(Double.toString(Rounded.millis(499L))).isEqualTo("0.0");
		assertThat(Double.toString(Rounded.seconds(1_234_567_890_123L))).isEqualTo("1234.56789");
		assertThat(Double.toString(Rounded.seconds(86_400_000_001_600L))).isEqualTo("86400.000002");
	}

	@Test
	void meansHaveThreeDecimals() {
		assertThat(Double.toString(Rounded.mean(10, 3))).isEqualTo("3.333");
	}

}
