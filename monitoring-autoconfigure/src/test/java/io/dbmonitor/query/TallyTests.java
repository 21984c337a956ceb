package io.dbmonitor.query;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

class TallyTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final Tally tally = new Tally(0);

	@Test
	void addsUpSinceStart() {
		for (int millis = 1; millis <= 1000; millis++) {
			this.tally.executed(TimeUnit.MILLISECONDS.toNanos(millis), millis * SECOND);
		}
		this.tally.failed();
		this.tally.affected(3);
		this.tally.read(4, 5);
		Figures figures = this.tally.sinceStart(1000 * SECOND);
		assertThat(figures.calls()).isEqualTo(1000);
		assertThat(figures.nanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500_500));
		assertThat(figures.maxNanos()).isEqualTo(SECOND);
		assertThat(figures.errors()).isEqualTo(1);
		assertThat(figures.rows()).isEqualTo(7);
		assertThat(figures.fetchNanos()).isEqualTo(5);
		assertThat(figures.seconds()).isEqualTo(1000);
		assertThat(figures.quantile(0.5) / 1e6).isCloseTo(500, withinPercentage(5));
		assertThat(figures.quantile(0.95) / 1e6).isCloseTo(950, withinPercentage(5));
		assertThat(figures.quantile(0.99) / 1e6).isCloseTo(990, withinPercentage(5));
		assertThat(figures.quantile(1)).isCloseTo(1e9, withinPercentage(5)).isLessThanOrEqualTo(1e9);
	}

	@Test
	void theLastFiveMinutesForgetWhatIsOlder() {
		// One execution a second, as many milliseconds long as seconds have passed
		for (int second = 0; second < 2000; second++) {
			this.tally.executed(TimeUnit.MILLISECONDS.toNanos(second), second * SECOND);
			Figures recent = this.tally.recent(second * SECOND);
			assertThat(recent.seconds()).isLessThanOrEqualTo(300).isGreaterThanOrEqualTo(Math.min(second, 200));
			assertThat((double) recent.calls()).isCloseTo(recent.seconds(), within(2.0));
			assertThat(recent.maxNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(second));
		}
		assertThat(this.tally.sinceStart(2000 * SECOND).calls()).isEqualTo(2000);
	}

	@Test
	void whatHappenedBeforeAPauseIsForgottenToo() {
		this.tally.executed(1000, 0);
		assertThat(this.tally.recent(290 * SECOND).calls()).isEqualTo(1);
		Figures recent = this.tally.recent(500 * SECOND);
		assertThat(recent.calls()).isZero();
		assertThat(recent.maxNanos()).isZero();
		assertThat(recent.seconds()).isEqualTo(300);
		assertThat(recent.quantile(0.5)).isNaN();
		assertThat(this.tally.sinceStart(500 * SECOND).calls()).isEqualTo(1);
		this.tally.executed(2000, 600 * SECOND);
		assertThat(this.tally.recent(600 * SECOND).calls()).isEqualTo(1);
	}

	@Test
	void severalThreadsLoseNothing() throws InterruptedException {
		int threads = 4;
		int executions = 200_000;
		CountDownLatch done = new CountDownLatch(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		for (int thread = 0; thread < threads; thread++) {
			executor.execute(() -> {
				for (int i = 0; i < executions; i++) {
					// Slices end while others record
					this.tally.executed(10_000, i * (SECOND / 100));
					this.tally.affected(1);
				}
				done.countDown();
			});
		}
		assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
		executor.shutdown();
		Figures figures = this.tally.sinceStart(executions * SECOND);
		assertThat(figures.calls()).isEqualTo((long) threads * executions);
		assertThat(figures.rows()).isEqualTo((long) threads * executions);
		assertThat(figures.nanos()).isEqualTo((long) threads * executions * 10_000);
	}

	@Test
	void takesLessThanFourKilobytesWhateverComes() {
		for (int second = 0; second < 1000; second++) {
			for (double nanos = 500; nanos < 2e11; nanos *= 1.05) {
				this.tally.executed((long) nanos, second * SECOND);
			}
			this.tally.read(1, 1);
		}
		// What measures it does not find its way into records otherwise
		System.setProperty("jol.magicFieldOffset", "true");
		assertThat(GraphLayout.parseInstance(this.tally).totalSize()).isLessThanOrEqualTo(4096);
	}

}
