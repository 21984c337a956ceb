package io.dbmonitor.alert.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.autoconfigure.PropertyRule;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The statuses that health can take in this application: a status without a place in the
 * order would win over nothing, or be lost.
 */
final class HealthStatuses {

	private static final String ORDER = "management.endpoint.health.status.order";

	private HealthStatuses() {
	}

	static Map<AlertSeverity, String> checked(Map<AlertSeverity, String> statuses, Environment environment) {
		Set<String> allowed = new LinkedHashSet<>(List.of("UP", "DOWN", "OUT_OF_SERVICE", "UNKNOWN"));
		Binder.get(environment)
			.bind(ORDER, Bindable.listOf(String.class))
			.orElseGet(List::of)
			.stream()
			.map((status) -> status.toUpperCase(Locale.ROOT).replace('-', '_'))
			.forEach(allowed::add);
		statuses.forEach((severity, status) -> PropertyRule.needs("dbmonitor.alert.health-status." + severity.id(),
				status, allowed.contains(status),
				"one of " + String.join(", ", allowed) + ", or a status that is listed in '" + ORDER + "'"));
		return statuses;
	}

}
