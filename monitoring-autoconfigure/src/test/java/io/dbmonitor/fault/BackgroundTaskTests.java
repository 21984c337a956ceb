package io.dbmonitor.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BackgroundTaskTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(1);

	private final Faults faults = new Faults();

	@Test
	void goesOnBehindAFault() {
		AtomicInteger times = new AtomicInteger();
		BackgroundTask task = new BackgroundTask("some-task", () -> {
			if (times.incrementAndGet() < 3) {
				throw new IllegalStateException("fault");
			}
		}, Feature.PLAN, this.faults);
		task.start(Duration.ZERO, SHORT);
		await().until(() -> times.get() > 3);
		assertThat(this.faults.faults(Feature.PLAN)).isEqualTo(2);
		assertThat(task.isRunning()).isTrue();
		task.stop(LONG);
		assertThat(task.isRunning()).isFalse();
	}

	@Test
	void isDoneByOneThreadAndEndsWithTheLastWork() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		AtomicReference<Thread> last = new AtomicReference<>();
		BackgroundTask task = new BackgroundTask("some-task", () -> thread.set(Thread.currentThread()), Feature.PLAN,
				this.faults);
		task.start(Duration.ZERO, LONG);
		task.start(Duration.ZERO, SHORT);
		await().until(() -> thread.get() != null);
		task.stop(LONG, () -> last.set(Thread.currentThread()));
		assertThat(last.get()).isSameAs(thread.get());
		Thread known = Objects.requireNonNull(thread.get());
		assertThat(known.getName()).isEqualTo("some-task");
		assertThat(known.isDaemon()).isTrue();
		await().until(() -> !known.isAlive());
	}

	@Test
	void whatTakesTooLongIsInterrupted() {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		BackgroundTask task = new BackgroundTask("some-task", () -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
				throw ex;
			}
		}, Feature.PLAN, this.faults);
		task.start(Duration.ZERO, LONG);
		await().until(() -> begun.getCount() == 0);
		task.stop(SHORT);
		await().untilTrue(interrupted);
		assertThat(this.faults.faults(Feature.PLAN)).isZero();
	}

	@Test
	void canBeStartedAgain() {
		AtomicInteger times = new AtomicInteger();
		BackgroundTask task = new BackgroundTask("some-task", times::incrementAndGet, Feature.PLAN, this.faults);
		task.start(Duration.ZERO, LONG);
		await().until(() -> times.get() == 1);
		task.stop(LONG);
		task.start(Duration.ZERO, LONG);
		await().until(() -> times.get() == 2);
		task.stop(LONG);
	}

}
