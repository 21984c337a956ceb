package io.dbmonitor.plan;

import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.QueryStatistics;

import org.springframework.context.SmartLifecycle;

/**
 * Looks at the plans of slow statements from time to time, so that a change is noticed.
 */
public final class PlanWatcher implements SmartLifecycle {

	/** So many statements at most are looked at each time, the slowest first. */
	private static final int MAX_STATEMENTS = 20;

	private final Plans plans;

	private final QueryStatistics statistics;

	private final PlanSettings settings;

	private final BackgroundTask task;

	/**
	 * Make a watcher.
	 * @param plans the plans
	 * @param statistics knows which statements are slow
	 * @param settings how often to look
	 * @param faults where faults go
	 */
	public PlanWatcher(Plans plans, QueryStatistics statistics, PlanSettings settings, Faults faults) {
		this.plans = plans;
		this.statistics = statistics;
		this.settings = settings;
		this.task = new BackgroundTask("dbmonitor-plans", this::look, Feature.PLAN, faults);
	}

	@Override
	public void start() {
		this.task.start(this.settings.interval(), this.settings.interval());
	}

	void look() {
		this.statistics.slow(MAX_STATEMENTS).forEach(this.plans::of);
	}

	/** What the thread waits for has a time-out. */
	@Override
	public void stop() {
		this.task.stop(this.settings.timeout());
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

}
