package io.dbmonitor.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

/**
 * Several observers of one data source. The fault of one keeps nothing from the others.
 */
final class ExecutionObservers implements ExecutionObserver {

	private final List<ExecutionObserver> observers;

	private final Faults faults;

	private ExecutionObservers(List<ExecutionObserver> observers, Faults faults) {
		this.observers = observers;
		this.faults = faults;
	}

	static ExecutionObserver of(List<Factory> factories, MonitoredDataSource dataSource, Faults faults) {
		List<ExecutionObserver> observers = new ArrayList<>();
		for (Factory factory : factories) {
			try {
				observers.add(factory.observe(dataSource));
			}
			catch (Throwable ex) {
				faults.report(Feature.QUERY, ex);
			}
		}
		return switch (observers.size()) {
			case 0 -> NONE;
			case 1 -> observers.get(0);
			default -> new ExecutionObservers(List.copyOf(observers), faults);
		};
	}

	@Override
	public void executed(Operation operation, String errorType, long nanos) {
		each((observer) -> observer.executed(operation, errorType, nanos));
	}

	@Override
	public void rows(long rows) {
		each((observer) -> observer.rows(rows));
	}

	@Override
	public void slow() {
		each(ExecutionObserver::slow);
	}

	@Override
	public void slowerThanUsual() {
		each(ExecutionObserver::slowerThanUsual);
	}

	@Override
	public void nPlusOne() {
		each(ExecutionObserver::nPlusOne);
	}

	private void each(Consumer<ExecutionObserver> call) {
		for (ExecutionObserver observer : this.observers) {
			try {
				call.accept(observer);
			}
			catch (Throwable ex) {
				this.faults.report(Feature.QUERY, ex);
			}
		}
	}

}
