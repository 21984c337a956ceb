package io.dbmonitor.database;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplerSettingsTests {

	@Test
	void pausesGrowUpToALimit() {
		SamplerSettings settings = new SamplerSettings(Duration.ofSeconds(5), Duration.ofSeconds(60),
				Duration.ofSeconds(5));
		assertThat(settings.backoff(1)).hasSeconds(5);
		assertThat(settings.backoff(2)).hasSeconds(10);
		assertThat(settings.backoff(3)).hasSeconds(20);
		assertThat(settings.backoff(4)).hasSeconds(30);
		assertThat(settings.backoff(1000)).hasSeconds(30);
	}

	@Test
	void aLongIntervalIsItsOwnLimit() {
		SamplerSettings settings = new SamplerSettings(Duration.ofMinutes(5), Duration.ofMinutes(5),
				Duration.ofSeconds(5));
		assertThat(settings.backoff(1)).hasMinutes(5);
		assertThat(settings.backoff(3)).hasMinutes(5);
	}

	@Test
	void aLookThatTakesLongIsMadeLessOften() {
		SamplerSettings settings = new SamplerSettings(Duration.ofSeconds(5), Duration.ofSeconds(60),
				Duration.ofSeconds(5));
		assertThat(settings.heavyInterval(Duration.ofMillis(300))).hasSeconds(60);
		assertThat(settings.heavyInterval(Duration.ofMillis(1200))).hasSeconds(240);
		assertThat(settings.maxStorageAge(Duration.ofMillis(1200))).hasSeconds(725);
	}

	@Test
	void aLookAtTheStorageSpeaksForThreeOfItsIntervals() {
		SamplerSettings settings = new SamplerSettings(Duration.ofSeconds(5), Duration.ofSeconds(60),
				Duration.ofSeconds(5));
		assertThat(settings.maxStorageAge(Duration.ofMillis(20))).hasSeconds(185);
	}

	@Test
	void aSampleSpeaksForThreeIntervals() {
		assertThat(new SamplerSettings(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(5)).maxAge())
			.hasSeconds(20);
	}

}
