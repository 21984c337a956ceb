package io.dbmonitor.query;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The findings of a data source: at most one of each kind for each statement, so the
 * bound on statements bounds them too.
 */
final class Findings {

	private final Map<FindingKind, Map<StatementStatistics, Finding>> findings = new EnumMap<>(FindingKind.class);

	Findings() {
		for (FindingKind kind : FindingKind.values()) {
			this.findings.put(kind, new ConcurrentHashMap<>());
		}
	}

	@Nullable Finding find(FindingKind kind, StatementStatistics statement) {
		return of(kind).get(statement);
	}

	Finding findOrAdd(FindingKind kind, StatementStatistics statement) {
		return of(kind).computeIfAbsent(statement, (key) -> new Finding(kind, key));
	}

	List<FindingSnapshot> all() {
		return this.findings.values()
			.stream()
			.flatMap((ofKind) -> ofKind.values().stream())
			.sorted(Comparator.comparingLong(Finding::lastSeenMillis).reversed())
			.map(Finding::snapshot)
			.toList();
	}

	private Map<StatementStatistics, Finding> of(FindingKind kind) {
		Map<StatementStatistics, Finding> ofKind = this.findings.get(kind);
		if (ofKind == null) {
			throw new IllegalArgumentException("Unknown kind " + kind);
		}
		return ofKind;
	}

}
