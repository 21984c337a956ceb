package io.dbmonitor.audit;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many changes there were of each kind. Belongs to one thread.
 */
final class ChangeCounts {

	private final Map<ChangeSource, Map<ChangeOperation, Long>> counts = new EnumMap<>(ChangeSource.class);

	void add(Change change) {
		of(change.source()).merge(change.operation(), 1L, Long::sum);
	}

	private Map<ChangeOperation, Long> of(ChangeSource source) {
		return this.counts.computeIfAbsent(source, (added) -> new EnumMap<>(ChangeOperation.class));
	}

	long get(ChangeOperation operation, ChangeSource source) {
		return this.counts.getOrDefault(source, Map.of()).getOrDefault(operation, 0L);
	}

	boolean isEmpty() {
		return this.counts.isEmpty();
	}

	ChangeCounts copy() {
		ChangeCounts copy = new ChangeCounts();
		this.counts.forEach((source, operations) -> copy.of(source).putAll(operations));
		return copy;
	}

}
