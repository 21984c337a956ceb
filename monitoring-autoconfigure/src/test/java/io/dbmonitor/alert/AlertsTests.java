package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When alerts pend, fire and resolve, by a clock that the test sets. A value every five
 * seconds; bad is above 10, good again at 9 and below.
 */
class AlertsTests {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final AlertTiming TIMING = new AlertTiming(INTERVAL, Duration.ofSeconds(15), 3);

	private final Faults faults = new Faults();

	private final List<String> changes = new ArrayList<>();

	private final List<String> told = new ArrayList<>();

	private final Map<String, Double> values = new LinkedHashMap<>();

	private final AtomicInteger asked = new AtomicInteger();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final Silences silences = new Silences(List.of(), () -> this.now);

	private Alerts alerts = alerts(Duration.ofSeconds(10));

	private Alerts alerts(Duration duration) {
		AlertSettings settings = new AlertSettings(AlertSeverity.WARNING, Threshold.above(10), duration);
		return new Alerts(() -> List.of(AlertRule.of("rule", settings, (now) -> readings())), TIMING, this.silences,
				() -> this.now, this.faults);
	}

	private List<AlertReading> readings() {
		return this.values.entrySet()
			.stream()
			.map((entry) -> new AlertReading(Map.of("of", entry.getKey()), entry.getValue(),
					"It is " + entry.getValue(), () -> Map.of("asked", this.asked.incrementAndGet())))
			.toList();
	}

	private void read(double... values) {
		for (double value : values) {
			this.values.put("a", value);
			evaluate();
		}
	}

	private void evaluate() {
		this.alerts.evaluate((change) -> this.changes.add(change.from() + ">" + change.alert().state()),
				(alert) -> this.told.add(alert.state().name()));
		this.now = this.now.plus(INTERVAL);
	}

	@Test
	void goodValuesAreNoAlert() {
		read(0, 9, 10);
		assertThat(this.alerts.open()).isEmpty();
		assertThat(this.changes).isEmpty();
		assertThat(this.asked).hasValue(0);
	}

	@Test
	void firesWhenTheValueWasBadForLongEnough() {
		read(11, 12);
		assertThat(this.changes).containsExactly("null>PENDING");
		assertThat(this.told).isEmpty();
		Instant fires = this.now;
		read(13);
		assertThat(this.changes).containsExactly("null>PENDING", "PENDING>FIRING");
		assertThat(this.told).containsExactly("FIRING");
		Alert alert = this.alerts.open().get(0);
		assertThat(alert.since()).isEqualTo(fires.minus(Duration.ofSeconds(10)));
		assertThat(alert.value()).isEqualTo(13);
		assertThat(alert.summary()).isEqualTo("It is 13.0");
		assertThat(alert.evidence()).containsEntry("asked", 3);
		read(13, 14);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void firesThoughThereIsNoEvidence() {
		AlertSettings settings = new AlertSettings(AlertSeverity.WARNING, Threshold.above(10), Duration.ZERO);
		this.alerts = new Alerts(() -> List
			.of(AlertRule.of("rule", settings, (now) -> List.of(new AlertReading(Map.of("of", "a"), 11, "bad", () -> {
				throw new IllegalStateException("on purpose");
			}), new AlertReading(Map.of("of", "b"), 11, "bad")))), TIMING, this.silences, () -> this.now, this.faults);
		evaluate();
		assertThat(this.told).containsExactly("FIRING", "FIRING");
		assertThat(this.faults.faults(Feature.ALERT)).isEqualTo(1);
	}

	@Test
	void ruleThatCallsItselfWithoutEndKeepsNoOtherFromBeingEvaluated() {
		AlertSettings settings = new AlertSettings(AlertSeverity.WARNING, Threshold.above(10), Duration.ZERO);
		this.alerts = new Alerts(
				() -> List.of(AlertRule.of("endless", settings, this::readAgain),
						AlertRule.of("rule", settings,
								(now) -> List.of(new AlertReading(Map.of("of", "a"), 11, "bad")))),
				TIMING, this.silences, () -> this.now, this.faults);
		evaluate();
		assertThat(this.told).containsExactly("FIRING");
		assertThat(this.faults.faults(Feature.ALERT)).isEqualTo(1);
	}

	@SuppressWarnings("InfiniteRecursion")
	private List<AlertReading> readAgain(Instant now) {
		return new ArrayList<>(readAgain(now.plusNanos(1)));
	}

	@Test
	void firesAtOnceWhereNothingIsToBeWaitedFor() {
		this.alerts = alerts(Duration.ZERO);
		read(11);
		assertThat(this.changes).containsExactly("null>FIRING");
	}

	@Test
	void valueThatIsGoodOnceBeginsAnew() {
		read(11, 11, 10, 11, 11);
		assertThat(this.changes).containsExactly("null>PENDING", "null>PENDING");
		read(11);
		assertThat(this.told).containsExactly("FIRING");
	}

	@Test
	void resolvesWhenTheValueWasGoodForLongEnough() {
		read(11, 11, 11);
		read(5, 5, 5);
		assertThat(this.changes).hasSize(2);
		Instant resolves = this.now;
		read(5);
		assertThat(this.changes).endsWith("FIRING>RESOLVED");
		assertThat(this.told).containsExactly("FIRING", "RESOLVED");
		assertThat(this.alerts.open()).isEmpty();
		assertThat(this.alerts.resolved()).singleElement().satisfies((alert) -> {
			assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
			assertThat(alert.resolvedAt()).isEqualTo(resolves);
			assertThat(alert.value()).isEqualTo(11);
		});
	}

	@Test
	void valueThatMovesAboutTheLimitDoesNotFlap() {
		read(11, 11, 11);
		for (int i = 0; i < 20; i++) {
			read(9.5, 10.5, 9.5, 9.5, 9.5, 9.5);
		}
		for (int i = 0; i < 20; i++) {
			read(8, 8, 11);
		}
		assertThat(this.told).containsExactly("FIRING");
		assertThat(this.changes).containsExactly("null>PENDING", "PENDING>FIRING");
	}

	@Test
	void unknownNeitherFires() {
		read(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
		assertThat(this.alerts.open()).isEmpty();
		// The time that nobody knows of does not count
		read(11, Double.NaN, Double.NaN, Double.NaN, 11);
		assertThat(this.changes).containsExactly("null>PENDING");
		read(11);
		assertThat(this.told).isEmpty();
		read(11);
		assertThat(this.told).containsExactly("FIRING");
	}

	@Test
	void unknownNorResolves() {
		read(11, 11, 11);
		for (int i = 0; i < 100; i++) {
			read(Double.NaN);
		}
		assertThat(this.alerts.firing()).hasSize(1);
		read(5, 5, Double.NaN, 5, 5);
		assertThat(this.alerts.firing()).hasSize(1);
		read(5);
		assertThat(this.alerts.firing()).isEmpty();
	}

	@Test
	void ruleThatThrowsLeavesItsAlertsAsTheyAre() {
		read(11, 11, 11);
		this.values.put("a", null);
		for (int i = 0; i < 100; i++) {
			evaluate();
		}
		assertThat(this.alerts.firing()).hasSize(1);
		assertThat(this.faults.faults(Feature.ALERT)).isEqualTo(100);
	}

	@Test
	void faultyRuleKeepsNoOtherFromBeingEvaluated() {
		AlertSettings settings = new AlertSettings(AlertSeverity.INFO, Threshold.below(1), Duration.ZERO);
		this.alerts = new Alerts(() -> List.of(AlertRule.of("faulty", settings, (now) -> {
			throw new AssertionError("of this test");
		}), AlertRule.of("other", settings, (now) -> List.of(new AlertReading(Map.of(), 0, "Nothing")))), TIMING,
				this.silences, () -> this.now, this.faults);
		evaluate();
		assertThat(this.alerts.firing()).extracting(Alert::rule).containsExactly("other");
	}

	@Test
	void subjectThatIsGoneIsOver() {
		read(11, 11, 11);
		this.values.clear();
		for (int i = 0; i < 4; i++) {
			evaluate();
		}
		assertThat(this.told).containsExactly("FIRING", "RESOLVED");
	}

	@Test
	void timeInWhichNobodyLookedDoesNotCount() {
		read(11);
		this.now = this.now.plus(Duration.ofHours(1));
		read(11, 11);
		assertThat(this.told).isEmpty();
		// A clock that is set back neither
		this.now = this.now.minus(Duration.ofHours(2));
		read(11);
		assertThat(this.told).isEmpty();
		read(11);
		assertThat(this.told).containsExactly("FIRING");
	}

	@Test
	void eachSubjectHasAnAlertOfItsOwn() {
		this.values.put("b", 5.0);
		read(11, 11, 11);
		this.values.put("b", 20.0);
		read(11);
		assertThat(this.alerts.open()).extracting((alert) -> alert.labels() + " " + alert.state())
			.containsExactly("{of=a} FIRING", "{of=b} PENDING");
	}

	@Test
	void silencedAlertIsToldWhenTheSilenceEnds() {
		this.silences.add(new Silence("rule", this.now, this.now.plus(Duration.ofSeconds(22)), null, "alice"));
		read(11, 11, 11, 11);
		assertThat(this.alerts.firing().get(0).silence()).isNotNull();
		read(11);
		assertThat(this.changes).endsWith("PENDING>FIRING");
		assertThat(this.told).isEmpty();
		assertThat(this.alerts.told()).isEmpty();
		read(11);
		assertThat(this.told).containsExactly("FIRING");
		assertThat(this.alerts.told()).hasSize(1);
	}

	@Test
	void whatFiredAndResolvedInASilenceIsNeverTold() {
		this.silences.add(new Silence(Silence.ALL, null, this.now.plus(Duration.ofSeconds(40)), null, null));
		read(11, 11, 11, 5, 5, 5, 5);
		assertThat(this.changes).endsWith("FIRING>RESOLVED");
		read(5, 5, 5);
		assertThat(this.told).isEmpty();
	}

	@Test
	void whatWasToldIsToldToBeOverWhateverIsSilencedThen() {
		read(11, 11, 11);
		this.silences.add(new Silence("rule", null, this.now.plus(Duration.ofHours(1)), null, null));
		read(5, 5, 5, 5);
		assertThat(this.told).containsExactly("FIRING", "RESOLVED");
	}

	@Test
	void silenceOfAnotherRuleOrAnotherTimeIsNone() {
		this.silences.add(new Silence("other", null, this.now.plus(Duration.ofHours(1)), null, null));
		this.silences.add(new Silence("rule", this.now.plus(Duration.ofHours(1)), this.now.plus(Duration.ofHours(2)),
				null, null));
		read(11, 11, 11);
		assertThat(this.told).containsExactly("FIRING");
		assertThat(this.silences.open()).hasSize(2);
		assertThat(this.silences.end("rule")).isPresent();
		assertThat(this.silences.open()).hasSize(1);
	}

	@Test
	void historyIsBounded() {
		for (int i = 0; i < 5; i++) {
			read(11, 11, 20 + i, 5, 5, 5, 5);
		}
		assertThat(this.alerts.resolved()).extracting(Alert::value).containsExactly(24.0, 23.0, 22.0);
	}

	@Test
	void numberOfAlertsIsBounded() {
		for (int i = 0; i < 1500; i++) {
			this.values.put("subject" + i, 11.0);
		}
		evaluate();
		assertThat(this.alerts.open()).hasSize(1000);
		assertThat(this.faults.overflows(Feature.ALERT)).isEqualTo(500);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 5, -5, 0 })
	void thresholdsHaveAMarginOnTheWayBack(double limit) {
		Threshold above = Threshold.above(limit);
		Threshold below = Threshold.below(limit);
		double margin = Math.abs(limit) / 10;
		assertThat(above.isCrossed(limit)).isFalse();
		assertThat(above.isCrossed(limit + 0.001)).isTrue();
		assertThat(above.isClear(limit - margin)).isTrue();
		assertThat(above.isClear(limit - margin + 0.001)).isFalse();
		assertThat(below.isCrossed(limit)).isFalse();
		assertThat(below.isCrossed(limit - 0.001)).isTrue();
		assertThat(below.isClear(limit + margin)).isTrue();
		assertThat(below.isClear(limit + margin - 0.001)).isFalse();
		assertThat(above.isCrossed(Double.NaN) || above.isClear(Double.NaN)).isFalse();
		assertThat(below.isCrossed(Double.NaN) || below.isClear(Double.NaN)).isFalse();
	}

}
