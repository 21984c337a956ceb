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
import io.dbmonitor.audit.jdbc.postgresql.trigger.WriteBacklog;
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
			rules.add(BuiltInRule.AUDIT_UNJOINED.reads((now) -> triggers.dataSourceNames()
				.stream()
				.map((dataSource) -> unjoined(dataSource, triggers.backlog(dataSource)))
				.toList()));
		}
		AuditSeals seals = this.seals;
		if (seals != null) {
			rules.add(BuiltInRule.AUDIT_TAMPERED
				.reads((now) -> seals.status().stream().map(AuditRules::tampered).toList()));
			rules.add(BuiltInRule.AUDIT_SEAL_FAILED
				.reads((now) -> seals.status().stream().map(AuditRules::failed).toList()));
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
		boolean unknown = verification == null || status.verificationProblem() != null;
		return AlertReading.of(status.dataSource(), (finding != null) ? 1 : unknown ? Double.NaN : 0,
				"The audit was tampered with" + ((finding != null) ? ": " + finding.detail() : ""), "found",
				() -> (finding != null) ? List.of(Evidence.finding(finding)) : List.of());
	}

	private static AlertReading failed(SealStatus status) {
		String problem = (status.problem() != null) ? status.problem() : status.verificationProblem();
		return AlertReading.of(status.dataSource(), (problem != null) ? 1 : (status.digest() != null) ? 0 : Double.NaN,
				((status.problem() != null) ? "Change sets cannot be sealed" : "The last verification came to no end")
						+ ((problem != null) ? ": " + problem : ""),
				"see", () -> List.of("audit/verification"));
	}

	/** By the clock that tells how old it is. */
	private static AlertReading unjoined(String dataSource, @Nullable WriteBacklog backlog) {
		if (backlog == null) {
			return AlertReading.of(dataSource, Double.NaN, "", "see", List::of);
		}
		long seconds = backlog.age(Instant.now()).toSeconds();
		return AlertReading.of(dataSource, (double) seconds,
				Wording.count((double) backlog.writes(), "record", "records")
						+ " of triggers waited to be joined, the oldest for " + seconds + " s",
				"see", () -> List.of("audit/triggers"));
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
