package io.dbmonitor.audit.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.jdbc.postgresql.seal.AuditSeals;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealFinding;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealStatus;
import io.dbmonitor.audit.jdbc.postgresql.seal.SealVerification;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditedTable;
import io.dbmonitor.audit.jdbc.postgresql.trigger.WriteBacklog;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether all that should be recorded is. An application that is healthy otherwise
 * can go on, so it is never down by this. Asks memory only.
 */
public final class AuditHealthIndicator extends AbstractHealthIndicator {

	private final AuditRecorder recorder;

	private final @Nullable AuditTriggers triggers;

	private final @Nullable AuditSeals seals;

	/**
	 * Make an indicator.
	 * @param recorder knows what could not be recorded
	 * @param triggers record what other programs write, {@code null} where there are none
	 * @param seals show tampering, {@code null} where there are none
	 */
	public AuditHealthIndicator(AuditRecorder recorder, @Nullable AuditTriggers triggers, @Nullable AuditSeals seals) {
		this.seals = seals;
		this.recorder = recorder;
		this.triggers = triggers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("failures", this.recorder.writeStatistics().failures());
		if (this.triggers != null) {
			Map<String, String> problems = new LinkedHashMap<>();
			for (AuditedTable table : this.triggers.tables()) {
				if (table.problem() != null) {
					problems.put(table.dataSource() + "." + table.name(), table.problem());
				}
			}
			Map<String, String> backlogs = new LinkedHashMap<>();
			this.triggers.backlogs().forEach((backlog) -> backlogs.put(backlog.dataSource(), tell(backlog)));
			builder.withDetail("bypassed", this.triggers.bypassed())
				.withDetail("unjoined", backlogs)
				.withDetail("problems", problems);
		}
		if (this.seals != null) {
			Map<String, String> seals = new LinkedHashMap<>();
			this.seals.status().forEach((status) -> seals.put(status.dataSource(), tell(status)));
			builder.withDetail("seals", seals);
		}
	}

	private static String tell(WriteBacklog backlog) {
		return (backlog.since() != null) ? backlog.writes() + " since " + backlog.since() : "none";
	}

	private static String tell(SealStatus status) {
		SealVerification verification = status.verification();
		SealFinding finding = (verification != null) ? verification.finding() : null;
		if (finding != null) {
			return "tampered with: " + finding.kind() + ", position " + finding.position() + ", change set "
					+ finding.changeSet() + ": " + finding.detail();
		}
		if (status.verificationProblem() != null) {
			return "the last verification failed: " + status.verificationProblem();
		}
		if (status.problem() != null) {
			return "not sealed: " + status.problem();
		}
		String verified = (verification != null) ? "verified at " + verification.startedAt() : "not verified yet";
		return (status.heldBackBy() != null)
				? verified + "; not sealed since " + status.waitingSince() + ", as " + status.heldBackBy() : verified;
	}

}
