package io.dbmonitor.alert.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.dbmonitor.alert.Alert;
import io.dbmonitor.alert.AlertNotifier;
import io.dbmonitor.alert.AlertReading;
import io.dbmonitor.alert.AlertRule;
import io.dbmonitor.alert.AlertSettings;
import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.AlertTiming;
import io.dbmonitor.alert.AlertWatch;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.Delivery;
import io.dbmonitor.alert.DeliverySettings;
import io.dbmonitor.alert.Silences;
import io.dbmonitor.alert.Threshold;
import io.dbmonitor.fault.Faults;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AlertMetersTests {

	private static final DeliverySettings SETTINGS = new DeliverySettings(1, Duration.ofMillis(10), 10);

	private static final AlertTiming TIMING = new AlertTiming(Duration.ofMillis(20), Duration.ZERO, 10);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Alerts alerts = new Alerts(
			() -> List
				.of(AlertRule.of("always", new AlertSettings(AlertSeverity.INFO, Threshold.above(0), Duration.ZERO),
						(now) -> List.of(new AlertReading(Map.of(), 1, "Bad")))),
			TIMING, new Silences(List.of(), InstantSource.system()), InstantSource.system(), new Faults());

	private final AlertWatch watch = new AlertWatch(this.alerts, TIMING, Delivery.events((event) -> {
	}, SETTINGS), List.of(Delivery.to(new Notifier(false), SETTINGS, this.alerts),
			Delivery.to(new Notifier(true), SETTINGS, this.alerts)), new Faults());

	@AfterEach
	void stop() {
		this.watch.stop();
	}

	@Test
	void notificationsAreCountedForAsLongAsTheApplicationRuns() {
		new AlertMeters(this.alerts, this.watch).bindTo(this.registry);
		System.gc();
		this.watch.start();
		await().untilAsserted(() -> {
			assertThat(notifications("hook", "delivered")).isEqualTo(1);
			assertThat(notifications("hook", "failed")).isEqualTo(1);
			assertThat(notifications("event", "delivered")).isEqualTo(1);
		});
		assertThat(notifications("hook", "dropped")).isZero();
		assertThat(this.registry.get("dbmonitor.alerts").tags("severity", "info", "state", "firing").gauge().value())
			.isEqualTo(1);
	}

	private double notifications(String notifier, String outcome) {
		return this.registry.get("dbmonitor.alert.notifications")
			.tags("notifier", notifier, "outcome", outcome)
			.functionCounter()
			.count();
	}

	private record Notifier(boolean fails) implements AlertNotifier {

		@Override
		public String name() {
			return "hook";
		}

		@Override
		public void send(Alert alert) {
			if (this.fails) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

}
