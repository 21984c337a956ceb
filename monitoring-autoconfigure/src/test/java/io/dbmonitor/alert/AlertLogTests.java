package io.dbmonitor.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands in the log, and what people read elsewhere, of an alert.
 */
class AlertLogTests {

	private static final Instant SINCE = Instant.parse("2026-01-31T12:00:00.123Z");

	private static final Map<String, Object> TREE = Map.of("who", "GET /report", "waiting",
			List.of(Map.of("who", "POST /orders", "waiting", List.of(Map.of("who", "POST /prices"))),
					Map.of("who", "GET /stock")));

	private static Alert alert(AlertState state, @Nullable Instant resolvedAt, String summary,
			Map<String, Object> evidence) {
		return new Alert("lock-wait", Map.of("datasource", "orders"), state, AlertSeverity.WARNING, Threshold.above(60),
				SINCE, resolvedAt, 61, summary, evidence, null);
	}

	@Test
	void alertThatFiresIsLoggedWithWhoAndWhere() {
		assertThat(AlertLog.line(alert(AlertState.FIRING, null, "It waits", Map.of("trees", List.of(TREE)))))
			.isEqualTo("FIRING lock-wait {datasource=orders}: It waits; GET /report; waits: POST /orders");
		assertThat(AlertLog.line(alert(AlertState.FIRING, null, "It waits", Map.of())))
			.isEqualTo("FIRING lock-wait {datasource=orders}: It waits");
	}

	@Test
	void alertThatPendsOrResolvesIsLoggedWithout() {
		assertThat(AlertLog.line(alert(AlertState.PENDING, null, "It waits", Map.of("trees", List.of(TREE)))))
			.isEqualTo("PENDING lock-wait {datasource=orders}: It waits");
		assertThat(AlertLog
			.line(alert(AlertState.RESOLVED, SINCE.plusSeconds(70), "It waits", Map.of("trees", List.of(TREE)))))
			.isEqualTo("RESOLVED lock-wait {datasource=orders} after 70 s, at last: It waits");
	}

	@Test
	void whatOthersWriteIsOneBoundedLine() {
		String line = AlertLog.line(alert(AlertState.FIRING, null, "It is down:\nFATAL\u001b[31m",
				Map.of("sessions", List.of(Map.of("who", "psql\r\nERROR forged" + "x".repeat(10_000))))));
		assertThat(line).hasSizeLessThan(400)
			.startsWith("FIRING lock-wait {datasource=orders}: It is down:?FATAL?[31m; psql??ERROR forged")
			.endsWith("…");
	}

	@Test
	void whoWaitsIsIndentedBelowWhoIsWaitedFor() {
		assertThat(AlertText.evidence(alert(AlertState.FIRING, null, "It waits", Map.of("trees", List.of(TREE)))))
			.containsExactly("GET /report", "  waits: POST /orders", "    waits: POST /prices", "  waits: GET /stock");
	}

	@Test
	void timeIsInSeconds() {
		assertThat(AlertText.time(alert(AlertState.FIRING, null, "It waits", Map.of())))
			.isEqualTo("since 2026-01-31T12:00:00Z");
		assertThat(AlertText.time(alert(AlertState.RESOLVED, SINCE.plusSeconds(70), "It waits", Map.of())))
			.isEqualTo("since 2026-01-31T12:00:00Z, resolved after 70 s");
	}

	@Test
	void oneIsNotMany() {
		assertThat(Wording.count(1, "session waits", "sessions wait")).isEqualTo("1 session waits");
		assertThat(Wording.count(0, "session waits", "sessions wait")).isEqualTo("0 sessions wait");
		assertThat(Wording.count(2, "session waits", "sessions wait")).isEqualTo("2 sessions wait");
	}

}
