package io.dbmonitor.alert.metrics;

import java.util.List;
import java.util.function.ToLongFunction;

import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.AlertState;
import io.dbmonitor.alert.AlertWatch;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.Delivery;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the alerts, and whether they could be told.
 */
public final class AlertMeters implements MeterBinder {

	private final Alerts alerts;

	private final AlertWatch watch;

	/**
	 * Make the meters.
	 * @param alerts the alerts
	 * @param watch knows who is told of them
	 */
	public AlertMeters(Alerts alerts, AlertWatch watch) {
		this.alerts = alerts;
		this.watch = watch;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (AlertSeverity severity : AlertSeverity.values()) {
			for (AlertState state : List.of(AlertState.PENDING, AlertState.FIRING)) {
				Gauge.builder(AlertMeter.ALERTS.info().name(), this.alerts, (alerts) -> count(alerts, severity, state))
					.description(AlertMeter.ALERTS.info().description())
					.tag("severity", severity.id())
					.tag("state", state.id())
					.register(registry);
			}
		}
		this.watch.deliveries().stream().map(Delivery::name).distinct().forEach((notifier) -> bind(registry, notifier));
	}

	private void bind(MeterRegistry registry, String notifier) {
		bind(registry, notifier, "delivered", Delivery::delivered);
		bind(registry, notifier, "failed", Delivery::failed);
		bind(registry, notifier, "dropped", Delivery::dropped);
	}

	/** Registries hold what they ask weakly, so that has to be a bean. */
	private void bind(MeterRegistry registry, String notifier, String outcome, ToLongFunction<Delivery<?>> count) {
		FunctionCounter
			.builder(AlertMeter.NOTIFICATIONS.info().name(), this.watch, (watch) -> sum(watch, notifier, count))
			.description(AlertMeter.NOTIFICATIONS.info().description())
			.tag("notifier", notifier)
			.tag("outcome", outcome)
			.register(registry);
	}

	/** Several notifiers can have one name. */
	private static long sum(AlertWatch watch, String notifier, ToLongFunction<Delivery<?>> count) {
		return watch.deliveries()
			.stream()
			.filter((delivery) -> delivery.name().equals(notifier))
			.mapToLong(count)
			.sum();
	}

	private static long count(Alerts alerts, AlertSeverity severity, AlertState state) {
		return alerts.open().stream().filter((alert) -> alert.severity() == severity && alert.state() == state).count();
	}

}
