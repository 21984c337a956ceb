package io.dbmonitor.connection;

import java.time.Duration;

import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

import org.springframework.context.SmartLifecycle;

/**
 * Looks at the leases from time to time, on a daemon thread of its own, from the start of
 * the application context to its stop. It asks no database.
 */
public final class LeaseWatch implements SmartLifecycle {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final Leases leases;

	private final LeaseSettings settings;

	private final BackgroundTask task;

	private long lastNanos;

	/**
	 * Make a watch.
	 * @param leases what to look at
	 * @param settings how often
	 * @param faults where faults go
	 */
	public LeaseWatch(Leases leases, LeaseSettings settings, Faults faults) {
		this.leases = leases;
		this.settings = settings;
		this.task = new BackgroundTask("dbmonitor-leases", this::look, Feature.CONNECTION, faults);
	}

	@Override
	public void start() {
		this.lastNanos = System.nanoTime();
		this.task.start(this.settings.interval(), this.settings.interval());
	}

	private void look() {
		long now = System.nanoTime();
		double secondsSinceLast = (now - this.lastNanos) / 1e9;
		this.lastNanos = now;
		this.leases.look(secondsSinceLast);
	}

	@Override
	public void stop() {
		this.task.stop(STOP_TIMEOUT);
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

}
