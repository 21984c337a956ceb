package io.dbmonitor.query;

import java.time.InstantSource;

import io.dbmonitor.query.Repetitions.Repetition;
import io.dbmonitor.work.UnitOfWork;

/**
 * Finds N+1: the same read from the same call stack, {@value #THRESHOLD} times or more in
 * one unit of work. The stack is part of the rule because the fingerprint alone raises
 * false alarms (two places that look up the same kind of thing); it is walked only at the
 * second and at the {@value #THRESHOLD}th time, and not at all for what is known already.
 */
final class NPlusOneDetector {

	static final int THRESHOLD = 5;

	private static final int FIRST_WALK = 2;

	private final Findings findings;

	private final CallSites callSites;

	private final ExecutionObserver observer;

	private final InstantSource clock;

	NPlusOneDetector(Findings findings, CallSites callSites, ExecutionObserver observer, InstantSource clock) {
		this.findings = findings;
		this.callSites = callSites;
		this.observer = observer;
		this.clock = clock;
	}

	void executed(StatementStatistics statement, UnitOfWork work) {
		Repetition repetition = work.attachment(Repetitions.class, Repetitions::new).of(statement);
		if (repetition == null) {
			return;
		}
		int count = ++repetition.count;
		if (count > THRESHOLD) {
			if (repetition.finding != null) {
				repetition.finding.repeated(count);
			}
		}
		else if (count == FIRST_WALK) {
			if (this.findings.find(FindingKind.N_PLUS_ONE, statement) == null) {
				repetition.stackHash = this.callSites.stackHash();
			}
		}
		else if (count == THRESHOLD) {
			reachedThreshold(statement, repetition, work);
		}
	}

	private void reachedThreshold(StatementStatistics statement, Repetition repetition, UnitOfWork work) {
		Finding finding = this.findings.find(FindingKind.N_PLUS_ONE, statement);
		CallSite caller = null;
		if (finding == null) {
			if (repetition.stackHash != this.callSites.stackHash()) {
				return;
			}
			caller = this.callSites.find();
			finding = this.findings.findOrAdd(FindingKind.N_PLUS_ONE, statement);
		}
		repetition.finding = finding;
		finding.occurred(caller, work.name(), this.clock.millis());
		finding.repeated(THRESHOLD);
		this.observer.nPlusOne();
	}

}
