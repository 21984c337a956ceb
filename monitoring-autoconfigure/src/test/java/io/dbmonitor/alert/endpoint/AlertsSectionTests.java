package io.dbmonitor.alert.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.dbmonitor.alert.AlertTiming;
import io.dbmonitor.alert.Alerts;
import io.dbmonitor.alert.Silence;
import io.dbmonitor.alert.Silences;
import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.fault.Faults;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who silences what stands in the log and in the answer.
 */
@ExtendWith(OutputCaptureExtension.class)
class AlertsSectionTests {

	private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));

	private static final Silence PLANNED = new Silence(Silence.ALL, null, Instant.parse("2026-03-01T00:00:00Z"), "move",
			null);

	private final AlertsSection section = new AlertsSection(
			new Alerts(() -> List.of(), new AlertTiming(Duration.ofSeconds(1), Duration.ZERO, 1),
					new Silences(List.of(PLANNED), CLOCK), CLOCK, new Faults()),
			CLOCK);

	@Test
	void silenceIsLoggedWithWhoAndWhy(CapturedOutput output) {
		silence("alice", Map.of("silence", "all", "until", "2026-02-01T00:00:00Z", "reason", "upgrade"));
		assertThat(output).contains("Rule 'all' is silenced until 2026-02-01T00:00:00Z by alice: upgrade");
	}

	@Test
	void whatIsNotKnownIsSaidToBe(CapturedOutput output) {
		silence(null, Map.of("silence", "all", "until", "2026-02-01T00:00:00Z"));
		this.section.change(new SectionRequest(List.of("all"), Map.of(), false, null));
		assertThat(output).contains("Rule 'all' is silenced until 2026-02-01T00:00:00Z by an unknown user")
			.contains("The silence of rule 'all' is ended by an unknown user")
			.doesNotContain("null");
	}

	@Test
	void silenceThatTakesThePlaceOfAnotherSaysOfWhich(CapturedOutput output) {
		assertThat(silence("alice", Map.of("silence", "all", "until", "2026-02-01T00:00:00Z")).more()).isEmpty();
		Extended second = silence("bob", Map.of("silence", "all", "until", "2026-01-31T13:00:00Z"));
		assertThat(second.object()).hasFieldOrPropertyWithValue("until", Instant.parse("2026-01-31T13:00:00Z"));
		assertThat(second.more().get("replaced")).hasFieldOrPropertyWithValue("actor", "alice")
			.hasFieldOrPropertyWithValue("until", Instant.parse("2026-02-01T00:00:00Z"));
		assertThat(output).contains("Rule 'all' is silenced until 2026-01-31T13:00:00Z by bob, "
				+ "in place of until 2026-02-01T00:00:00Z by alice");
		assertThat(silences()).extracting(AlertsSection.SilenceView::actor).containsExactly("bob", null);
	}

	@Test
	void silenceOfThePropertiesIsToldFromWhatCanBeEnded() {
		silence("alice", Map.of("silence", "all", "until", "2026-02-01T00:00:00Z"));
		assertThat(silences()).extracting(AlertsSection.SilenceView::configured).containsExactly(false, true);
		this.section.change(new SectionRequest(List.of("all"), Map.of(), false, "alice"));
		assertThat(silences()).singleElement()
			.satisfies((silence) -> assertThat(silence.reason()).isEqualTo(PLANNED.reason()));
	}

	private List<AlertsSection.SilenceView> silences() {
		return ((AlertsSection.Answer) this.section.answer(new SectionRequest(List.of(), Map.of(), false, null)))
			.silences();
	}

	private Extended silence(@Nullable String actor, Map<String, String> parameters) {
		return (Extended) this.section.act(new SectionRequest(List.of(), parameters, false, actor));
	}

}
