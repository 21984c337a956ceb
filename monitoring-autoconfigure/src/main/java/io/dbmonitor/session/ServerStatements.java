package io.dbmonitor.session;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.ServerStatement;
import io.dbmonitor.database.StorageSnapshot;
import io.dbmonitor.query.Fingerprint;
import io.dbmonitor.query.StatementDetail;
import io.dbmonitor.query.StatementStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the server counted of a statement beside what the application measured. The
 * two are matched by fingerprint: the server's text has parameters in place of constants,
 * which ours leaves out too. Answers from memory; safe for use by several threads.
 */
public final class ServerStatements implements StatementDetail {

	private final DatabaseMonitor monitor;

	private final Map<String, Matched> matched = new ConcurrentHashMap<>();

	/**
	 * Show what a monitor knows.
	 * @param monitor asks the servers
	 */
	public ServerStatements(DatabaseMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public String name() {
		return "server";
	}

	@Override
	public @Nullable Object of(StatementStatistics statement) {
		return brief(statement);
	}

	@Override
	public @Nullable Object brief(StatementStatistics statement) {
		String dataSource = statement.dataSource();
		return this.monitor.freshStorage(dataSource)
			.map((snapshot) -> matched(dataSource, snapshot).figures.get(statement.fingerprint().hash()))
			.orElse(null);
	}

	/** Fingerprints are taken once for each look at the server. */
	private Matched matched(String dataSource, StorageSnapshot snapshot) {
		Matched known = this.matched.get(dataSource);
		if (known == null || !known.sampledAt.equals(snapshot.sampledAt())) {
			known = new Matched(snapshot.sampledAt(), match(snapshot.storage().statements()));
			this.matched.put(dataSource, known);
		}
		return known;
	}

	private static Map<Long, ServerFigures> match(List<ServerStatement> statements) {
		Map<Long, ServerFigures> figures = new HashMap<>();
		for (ServerStatement statement : statements) {
			figures.merge(Fingerprint.of(statement.text(), statement.text().length()).hash(),
					ServerFigures.of(statement.calls(), statement.rows(), statement.totalMillis(),
							statement.blocksHit(), statement.blocksRead(), statement.temporaryBlocks()),
					ServerFigures::sum);
		}
		return figures;
	}

	private record Matched(Instant sampledAt, Map<Long, ServerFigures> figures) {
	}

}
