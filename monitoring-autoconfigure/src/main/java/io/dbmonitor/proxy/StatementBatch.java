package io.dbmonitor.proxy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.dbmonitor.query.StatementStatistics;

/**
 * The distinct statements of a batch. It is executed at once, so it counts as one
 * statement: the texts that differ, one after the other.
 */
final class StatementBatch {

	/** A batch of more different statements counts under its first ones. */
	private static final int MAX_STATEMENTS = 16;

	private final Set<StatementStatistics> statements = new LinkedHashSet<>(2);

	private final Set<StatementAudit.AuditedWrite> writes = new LinkedHashSet<>(2);

	private int size;

	void add(StatementStatistics statement, List<StatementAudit.AuditedWrite> writes) {
		this.size++;
		this.writes.addAll(writes);
		if (this.statements.size() < MAX_STATEMENTS) {
			this.statements.add(statement);
		}
	}

	int size() {
		return this.size;
	}

	/** All that its statements write past the object-relational mapper. */
	List<StatementAudit.AuditedWrite> writes() {
		return (this.writes.size() == 1) ? List.copyOf(this.writes)
				: this.writes.stream().map(StatementAudit.AuditedWrite::amongOthers).toList();
	}

	/**
	 * Return what the batch counts under.
	 * @param statistics finds the statistics of a text
	 * @return those of the one statement, or of the texts of all of them
	 */
	StatementStatistics statement(Function<String, StatementStatistics> statistics) {
		if (this.statements.size() == 1) {
			return this.statements.iterator().next();
		}
		return statistics.apply(this.statements.stream()
			.map((statement) -> statement.fingerprint().statement())
			.collect(Collectors.joining("; ")));
	}

}
