package io.dbmonitor.alert;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.dbmonitor.fault.BackgroundTask;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;

import org.springframework.context.SmartLifecycle;

/**
 * Evaluates the rules from time to time, on a daemon thread of its own, from the start of
 * the application context to its stop, and sees to it that somebody is told. It asks no
 * database, and waits for nobody who is told.
 */
public final class AlertWatch implements SmartLifecycle {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final Alerts alerts;

	private final AlertTiming timing;

	private final Delivery<AlertChange> events;

	private final List<Delivery<Alert>> deliveries;

	private final BackgroundTask task;

	private final AlertLog log = new AlertLog();

	/**
	 * Make a watch.
	 * @param alerts what to evaluate
	 * @param timing how often
	 * @param events to the application's listeners
	 * @param deliveries to the notifiers
	 * @param faults where faults go
	 */
	public AlertWatch(Alerts alerts, AlertTiming timing, Delivery<AlertChange> events, List<Delivery<Alert>> deliveries,
			Faults faults) {
		this.alerts = alerts;
		this.timing = timing;
		this.events = events;
		this.deliveries = List.copyOf(deliveries);
		this.task = new BackgroundTask("dbmonitor-alerts", this::evaluate, Feature.ALERT, faults);
	}

	@Override
	public void start() {
		this.events.start();
		this.deliveries.forEach(Delivery::start);
		this.task.start(this.timing.interval(), this.timing.interval());
	}

	private void evaluate() {
		this.alerts.evaluate(this::changed, (alert) -> this.deliveries.forEach((delivery) -> delivery.add(alert)));
	}

	private void changed(AlertChange change) {
		this.log.changed(change);
		this.events.add(change);
	}

	@Override
	public void stop() {
		this.task.stop(STOP_TIMEOUT);
		this.events.stop();
		this.deliveries.forEach(Delivery::stop);
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

	/**
	 * Return what is on its way to whom.
	 * @return the deliveries, that to the application's listeners first
	 */
	public List<Delivery<?>> deliveries() {
		return Stream.<Delivery<?>>concat(Stream.of(this.events), this.deliveries.stream()).toList();
	}

}
