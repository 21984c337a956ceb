package io.dbmonitor.connection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Looks at the leases from time to time, on a daemon thread of its own, from the start of
 * the application context to its stop. It asks no database.
 */
public final class LeaseWatch implements SmartLifecycle {

	private final Leases leases;

	private final LeaseSettings settings;

	private final Faults faults;

	private @Nullable CountDownLatch stopped;

	/**
	 * Make a watch.
	 * @param leases what to look at
	 * @param settings how often
	 * @param faults where faults go
	 */
	public LeaseWatch(Leases leases, LeaseSettings settings, Faults faults) {
		this.leases = leases;
		this.settings = settings;
		this.faults = faults;
	}

	@Override
	public synchronized void start() {
		CountDownLatch stopped = new CountDownLatch(1);
		Thread thread = new Thread(() -> run(stopped), "dbmonitor-leases");
		thread.setDaemon(true);
		thread.start();
		this.stopped = stopped;
	}

	private void run(CountDownLatch stopped) {
		try {
			long last = System.nanoTime();
			while (!stopped.await(this.settings.interval().toMillis(), TimeUnit.MILLISECONDS)) {
				long now = System.nanoTime();
				look((now - last) / 1e9);
				last = now;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void look(double secondsSinceLast) {
		try {
			this.leases.look(secondsSinceLast);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.CONNECTION, ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.stopped != null) {
			this.stopped.countDown();
			this.stopped = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.stopped != null;
	}

}
