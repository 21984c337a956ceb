package io.dbmonitor.query;

import io.dbmonitor.work.CallSites;
import io.dbmonitor.query.Repetitions.Repetition;
import io.dbmonitor.work.UnitOfWork;
import io.dbmonitor.work.WorkKind;

/**
 * Finds what a loop sends row by row: the same read from the same call stack,
 * {@value #READS} times or more in one unit of work (N+1), the same insert of a single
 * row, {@value #INSERTS} times or more, and such reads outside of a transaction. A read
 * of no table, such as the next value of a sequence, can be read no sooner, so it is
 * none. The stack is part of the rule because the fingerprint alone raises false alarms
 * (two places that look up the same kind of thing); it is walked only at the second time
 * and when the threshold is reached, and seldom for what is known already.
 */
final class RepetitionDetector {

	static final int READS = 5;

	static final int INSERTS = 10;

	private static final int FIRST_WALK = 2;

	private final Findings findings;

	private final CallSites callSites;

	private final Association.Resolver associations;

	private final ExecutionObserver observer;

	RepetitionDetector(Findings findings, CallSites callSites, Association.Resolver associations,
			ExecutionObserver observer) {
		this.findings = findings;
		this.callSites = callSites;
		this.associations = associations;
		this.observer = observer;
	}

	void read(StatementStatistics statement, ExecutionContext context, UnitOfWork work) {
		if (work.kind() != WorkKind.OTHER && !statement.fingerprint().tables().isEmpty()) {
			repeated(FindingKind.N_PLUS_ONE, READS, statement, context, work);
		}
	}

	void inserted(StatementStatistics statement, ExecutionContext context, UnitOfWork work) {
		if (work.kind() != WorkKind.OTHER) {
			repeated(FindingKind.SINGLE_ROW_INSERTS, INSERTS, statement, context, work);
		}
	}

	private void repeated(FindingKind kind, int threshold, StatementStatistics statement, ExecutionContext context,
			UnitOfWork work) {
		Repetition repetition = work.attachment(Repetitions.class, Repetitions::new).count(statement);
		if (repetition == null) {
			return;
		}
		int count = repetition.count;
		if (count > threshold) {
			if (repetition.finding != null) {
				repetition.finding.repeated(count);
			}
			if (repetition.withoutTransaction != null) {
				repetition.withoutTransaction.repeated(count);
			}
		}
		else if (count == FIRST_WALK) {
			if (this.findings.find(kind, statement) == null) {
				repetition.stackHash = this.callSites.stackHash();
			}
		}
		else if (count == threshold) {
			reached(kind, threshold, statement, repetition, context, work);
		}
	}

	private void reached(FindingKind kind, int threshold, StatementStatistics statement, Repetition repetition,
			ExecutionContext context, UnitOfWork work) {
		boolean known = this.findings.find(kind, statement) != null;
		if (!known && repetition.stackHash != this.callSites.stackHash()) {
			return;
		}
		repetition.finding = found(kind, threshold, statement, context, work);
		if (kind == FindingKind.N_PLUS_ONE) {
			this.observer.nPlusOne();
			if (work.kind() != WorkKind.TRANSACTION && context.isAutoCommit()) {
				repetition.withoutTransaction = found(FindingKind.READS_WITHOUT_TRANSACTION, threshold, statement,
						context, work);
			}
		}
	}

	private Finding found(FindingKind kind, int threshold, StatementStatistics statement, ExecutionContext context,
			UnitOfWork work) {
		Finding finding = this.findings.occurred(kind, statement);
		finding.repeated(threshold);
		if (finding.wantsPlace()) {
			finding.occurredAt(Finding.Place.of(work, context.transaction(), this.callSites.find()),
					(kind == FindingKind.N_PLUS_ONE)
							? this.associations.find(statement.fingerprint(), this.callSites.stack()) : null);
		}
		this.findings.tell(finding);
		return finding;
	}

}
