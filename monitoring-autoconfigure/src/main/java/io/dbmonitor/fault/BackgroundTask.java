package io.dbmonitor.fault;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Work that a daemon thread of its own repeats, with a pause behind each time. Whatever
 * it throws is a fault, and it goes on. Safe for use by several threads.
 */
public final class BackgroundTask {

	private final String thread;

	private final Work work;

	private final Feature feature;

	private final Faults faults;

	private @Nullable ScheduledExecutorService executor;

	private @Nullable ScheduledFuture<?> runs;

	/**
	 * Make a task, not started.
	 * @param thread the name of its thread
	 * @param work what to repeat
	 * @param feature whose work it is
	 * @param faults where faults go
	 */
	public BackgroundTask(String thread, Work work, Feature feature, Faults faults) {
		this.thread = thread;
		this.work = work;
		this.feature = feature;
		this.faults = faults;
	}

	/**
	 * Start it, unless it is running.
	 * @param delay how long before the first time
	 * @param pause how long between the end of one time and the next one
	 */
	public synchronized void start(Duration delay, Duration pause) {
		if (this.executor == null) {
			ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread added = new Thread(task, this.thread);
				added.setDaemon(true);
				return added;
			});
			this.runs = executor.scheduleWithFixedDelay(() -> run(this.work), delay.toNanos(), pause.toNanos(),
					TimeUnit.NANOSECONDS);
			this.executor = executor;
		}
	}

	private void run(Work work) {
		try {
			work.run();
		}
		catch (InterruptedException ex) {
			// Nobody waits any longer
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			this.faults.report(this.feature, ex);
		}
	}

	/**
	 * Stop it, and wait for it. What takes longer is interrupted.
	 * @param timeout how long to wait
	 * @param last what its thread does at the end
	 */
	public synchronized void stop(Duration timeout, Work last) {
		ScheduledExecutorService executor = this.executor;
		if (executor == null) {
			return;
		}
		this.executor = null;
		this.runs = null;
		executor.execute(() -> run(last));
		executor.shutdown();
		try {
			if (!executor.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Stop it, and wait for it. What takes longer is interrupted.
	 * @param timeout how long to wait
	 */
	public void stop(Duration timeout) {
		stop(timeout, () -> {
		});
	}

	/**
	 * Whether it was started and not stopped, and no error has ended its thread.
	 * @return whether it is repeated
	 */
	public synchronized boolean isRunning() {
		return this.runs != null && !this.runs.isDone();
	}

	/** What is repeated. */
	@FunctionalInterface
	public interface Work {

		/**
		 * Do it once.
		 * @throws Exception if it fails
		 */
		void run() throws Exception;

	}

}
