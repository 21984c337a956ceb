package io.dbmonitor.plan;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementStatistics;
import org.jspecify.annotations.Nullable;

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

	private final Faults faults;

	private @Nullable ScheduledExecutorService executor;

	private @Nullable ScheduledFuture<?> looking;

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
		this.faults = faults;
	}

	@Override
	public synchronized void start() {
		if (this.executor == null) {
			ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "dbmonitor-plans");
				thread.setDaemon(true);
				return thread;
			});
			long nanos = this.settings.interval().toNanos();
			this.looking = executor.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
			this.executor = executor;
		}
	}

	void look() {
		try {
			List<StatementStatistics> slow = this.statistics.slow(MAX_STATEMENTS);
			slow.forEach(this.plans::of);
		}
		catch (Throwable ex) {
			this.faults.report(Feature.PLAN, ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			try {
				// What the thread waits for has a time-out
				this.executor.awaitTermination(this.settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.executor = null;
			this.looking = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.looking != null && !this.looking.isDone();
	}

}
