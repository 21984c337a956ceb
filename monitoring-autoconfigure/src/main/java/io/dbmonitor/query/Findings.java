package io.dbmonitor.query;

import io.dbmonitor.work.CallSite;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The findings of a data source: at most one of each kind for each statement, so the
 * bound on statements bounds them too. Safe for use by several threads.
 */
final class Findings {

	private final Map<FindingKind, Map<StatementStatistics, Finding>> findings = new EnumMap<>(FindingKind.class);

	private final InstantSource clock;

	private final FindingLog log = new FindingLog();

	Findings(InstantSource clock) {
		this.clock = clock;
		for (FindingKind kind : FindingKind.values()) {
			this.findings.put(kind, new ConcurrentHashMap<>());
		}
	}

	@Nullable Finding find(FindingKind kind, StatementStatistics statement) {
		return of(kind).get(statement);
	}

	/** It occurred; where is told, or looked for, by the caller if at all. */
	Finding occurred(FindingKind kind, StatementStatistics statement) {
		Finding finding = findOrAdd(kind, statement);
		finding.occurred(this.clock.instant());
		return finding;
	}

	Finding occurred(FindingKind kind, StatementStatistics statement, UnitOfWork work, @Nullable String transaction,
			@Nullable CallSite caller) {
		Finding finding = occurred(kind, statement);
		finding.occurredAt(Finding.Place.of(work, transaction, caller), null);
		return finding;
	}

	/** Tell the log, once all is known of the first occurrence. */
	void tell(Finding finding) {
		FindingSnapshot snapshot = finding.snapshot();
		if (snapshot.occurrences() == 1) {
			this.log.found(snapshot);
		}
	}

	List<FindingSnapshot> all() {
		return this.findings.values()
			.stream()
			.flatMap((ofKind) -> ofKind.values().stream())
			.map(Finding::snapshot)
			.sorted(Comparator.comparing(FindingSnapshot::lastSeen).reversed())
			.toList();
	}

	private Finding findOrAdd(FindingKind kind, StatementStatistics statement) {
		return of(kind).computeIfAbsent(statement, (key) -> new Finding(kind, key));
	}

	private Map<StatementStatistics, Finding> of(FindingKind kind) {
		Map<StatementStatistics, Finding> ofKind = this.findings.get(kind);
		if (ofKind == null) {
			throw new IllegalArgumentException("Unknown kind " + kind);
		}
		return ofKind;
	}

}
