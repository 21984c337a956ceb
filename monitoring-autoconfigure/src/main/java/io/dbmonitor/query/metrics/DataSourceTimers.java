package io.dbmonitor.query.metrics;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.ExecutionObserver;
import io.dbmonitor.query.Operation;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The timers of one data source, found without making a key for what succeeds.
 */
final class DataSourceTimers implements ExecutionObserver {

	/** How many executions may wait for the registry; more are an overflow. */
	private static final int MAX_WAITING = 10_000;

	private final String dataSource;

	private final String system;

	private final Faults faults;

	private final LongAdder rows = new LongAdder();

	private final LongAdder slow = new LongAdder();

	private final LongAdder slower = new LongAdder();

	private final LongAdder nPlusOne = new LongAdder();

	private final Queue<Execution> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waitingCount = new AtomicInteger();

	private final List<Bound> bound = new CopyOnWriteArrayList<>();

	DataSourceTimers(String dataSource, String system, Faults faults) {
		this.dataSource = dataSource;
		this.system = system;
		this.faults = faults;
	}

	@Override
	public void executed(Operation operation, String errorType, long nanos) {
		if (!this.bound.isEmpty()) {
			record(operation, errorType, nanos);
		}
		else if (this.waitingCount.incrementAndGet() <= MAX_WAITING) {
			this.waiting.add(new Execution(operation, errorType, nanos));
			// The registry may have been bound meanwhile
			replay();
		}
		else {
			this.faults.overflow(Feature.QUERY);
		}
	}

	@Override
	public void rows(long rows) {
		this.rows.add(rows);
	}

	@Override
	public void slow() {
		this.slow.increment();
	}

	@Override
	public void slowerThanUsual() {
		this.slower.increment();
	}

	@Override
	public void nPlusOne() {
		this.nPlusOne.increment();
	}

	void bindTo(MeterRegistry registry) {
		bind(registry, QueryMeter.ROWS, this.rows);
		bind(registry, QueryMeter.SLOW, this.slow);
		bind(registry, QueryMeter.SLOWER_THAN_USUAL, this.slower);
		bind(registry, QueryMeter.N_PLUS_ONE, this.nPlusOne);
		this.bound.add(new Bound(registry));
		replay();
	}

	private void record(Operation operation, String errorType, long nanos) {
		for (Bound bound : this.bound) {
			bound.timer(operation, errorType).record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	private void bind(MeterRegistry registry, QueryMeter meter, LongAdder count) {
		FunctionCounter.builder(meter.info().name(), count, LongAdder::sum)
			.description(meter.info().description())
			.tag("datasource", this.dataSource)
			.register(registry);
	}

	private void replay() {
		if (!this.bound.isEmpty()) {
			Execution execution;
			while ((execution = this.waiting.poll()) != null) {
				record(execution.operation(), execution.errorType(), execution.nanos());
			}
		}
	}

	private record Execution(Operation operation, String errorType, long nanos) {
	}

	/** The timers in a registry, made as they are needed. */
	private final class Bound {

		private static final String NO_ERROR = "none";

		private final MeterRegistry registry;

		private final Map<Operation, Timer> succeeded = new ConcurrentHashMap<>();

		private final Map<String, Timer> failed = new ConcurrentHashMap<>();

		Bound(MeterRegistry registry) {
			this.registry = registry;
		}

		Timer timer(Operation operation, String errorType) {
			if (!NO_ERROR.equals(errorType)) {
				return this.failed.computeIfAbsent(operation.tag() + ' ' + errorType,
						(key) -> register(operation, errorType));
			}
			Timer timer = this.succeeded.get(operation);
			return (timer != null) ? timer
					: this.succeeded.computeIfAbsent(operation, (key) -> register(key, errorType));
		}

		private Timer register(Operation operation, String errorType) {
			return Timer.builder(QueryMeter.DURATION.info().name())
				.description(QueryMeter.DURATION.info().description())
				.tag("datasource", DataSourceTimers.this.dataSource)
				.tag("db.system.name", DataSourceTimers.this.system)
				.tag("db.operation.name", operation.tag())
				.tag("error.type", errorType)
				.register(this.registry);
		}

	}

}
