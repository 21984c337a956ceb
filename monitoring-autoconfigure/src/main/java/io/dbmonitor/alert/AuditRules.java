package io.dbmonitor.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealFinding;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealStatus;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealVerification;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import org.jspecify.annotations.Nullable;

/**
 * The rules about the audit.
 */
public final class AuditRules implements AlertRules {

	private final AuditRecorder recorder;

	private final @Nullable AuditTriggers triggers;

	private final @Nullable AuditSeals seals;

	private final Duration window;

	private final Growth failures;

	private final Map<String, Growth> bypassed = new ConcurrentHashMap<>();

	/**
	 * Make the rules.
	 * @param recorder counts what could not be recorded
	 * @param triggers count what others write, {@code null} where there are none
	 * @param seals tell what was changed, {@code null} where nothing is sealed
	 * @param window how far back counters are compared
	 */
	public AuditRules(AuditRecorder recorder, @Nullable AuditTriggers triggers, @Nullable AuditSeals seals,
			Duration window) {
		this.recorder = recorder;
		this.triggers = triggers;
		this.seals = seals;
		this.window = window;
		this.failures = Growth.fromZero(window);
	}

	@Override
	public List<AlertRule> rules() {
		List<AlertRule> rules = new ArrayList<>();
		rules.add(BuiltInRule.AUDIT_FAILURES.reads((now) -> List.of(failures(now))));
		AuditTriggers triggers = this.triggers;
		if (triggers != null) {
			rules.add(BuiltInRule.AUDIT_BYPASSED.reads((now) -> triggers.dataSourceNames()
				.stream()
				.map((dataSource) -> bypassed(dataSource, triggers.bypassed(dataSource), now))
				.toList()));
		}
		AuditSeals seals = this.seals;
		if (seals != null) {
			rules.add(BuiltInRule.AUDIT_TAMPERED
				.reads((now) -> seals.status().stream().map(AuditRules::tampered).toList()));
		}
		return List.copyOf(rules);
	}

	private AlertReading failures(Instant now) {
		double grown = this.failures.at(now, (double) this.recorder.writeStatistics().failures());
		return new AlertReading(Map.of(), grown, Wording.count(grown, "change", "changes")
				+ " could not be recorded within " + this.window.toSeconds() + " s");
	}

	private static AlertReading tampered(SealStatus status) {
		SealVerification verification = status.verification();
		SealFinding finding = (verification != null) ? verification.finding() : null;
		return AlertReading.of(status.dataSource(), (verification == null) ? Double.NaN : (finding == null) ? 0 : 1,
				"The audit was tampered with" + ((finding != null) ? ": " + finding.detail() : ""), "found",
				() -> (finding != null) ? List.of(Evidence.finding(finding)) : List.of());
	}

	private AlertReading bypassed(String dataSource, long changes, Instant now) {
		double grown = this.bypassed.computeIfAbsent(dataSource, (key) -> Growth.fromZero(this.window))
			.at(now, (double) changes);
		return AlertReading.of(
				dataSource, grown, Wording.count(grown, "change was", "changes were")
						+ " written past the application within " + this.window.toSeconds() + " s",
				"see", () -> List.of("audit/bypassed"));
	}

}
