package io.dbmonitor.alert.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.Alerts;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows the alerts that fire. Up whatever fires, unless statuses are given: what restarts
 * an application that is not healthy heals no lock.
 */
public final class AlertHealthIndicator extends AbstractHealthIndicator {

	private final Alerts alerts;

	private final Map<AlertSeverity, String> statuses;

	/**
	 * Make an indicator.
	 * @param alerts the alerts
	 * @param statuses the status while an alert of a severity fires that is not silenced
	 */
	public AlertHealthIndicator(Alerts alerts, Map<AlertSeverity, String> statuses) {
		this.alerts = alerts;
		this.statuses = Map.copyOf(statuses);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<Alert> firing = this.alerts.firing();
		builder.status(status(firing)).withDetail("firing", firing.stream().map(AlertHealthIndicator::detail).toList());
	}

	/** Of the worst alert that has one. */
	private Status status(List<Alert> firing) {
		return firing.stream()
			.filter((alert) -> alert.silence() == null)
			.map((alert) -> this.statuses.getOrDefault(alert.severity(), ""))
			.filter((status) -> !status.isEmpty())
			.findFirst()
			.map(Status::new)
			.orElse(Status.UP);
	}

	private static Map<String, Object> detail(Alert alert) {
		Map<String, Object> detail = new LinkedHashMap<>();
		detail.put("rule", alert.rule());
		detail.put("labels", alert.labels());
		detail.put("severity", alert.severity().id());
		detail.put("since", alert.since());
		detail.put("summary", alert.summary());
		return detail;
	}

}
