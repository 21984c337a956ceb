package io.dbmonitor.history;

import java.time.Duration;
import java.time.InstantSource;

import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

import org.springframework.context.SmartLifecycle;

/**
 * Has figures kept from time to time, on a daemon thread of its own, from the start of
 * the application context to its stop.
 */
public final class HistoryWatch implements SmartLifecycle {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final HistorySettings settings;

	private final BackgroundTask task;

	/**
	 * Make a watch.
	 * @param history where figures are kept
	 * @param settings how often
	 * @param clock the clock that dates figures
	 * @param faults where faults go
	 */
	public HistoryWatch(History history, HistorySettings settings, InstantSource clock, Faults faults) {
		this.settings = settings;
		this.task = new BackgroundTask("dbmonitor-history", () -> history.read(clock.instant()), Feature.HISTORY,
				faults);
	}

	@Override
	public void start() {
		this.task.start(Duration.ZERO, this.settings.interval());
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
