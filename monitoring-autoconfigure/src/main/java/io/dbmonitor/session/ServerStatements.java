package io.dbmonitor.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.ServerStatement;
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

	private final Map<String, Map<Long, ServerFigures>> matched = new ConcurrentHashMap<>();

	/**
	 * Show what a monitor knows.
	 * @param monitor asks the servers
	 */
	public ServerStatements(DatabaseMonitor monitor) {
		this.monitor = monitor;
		monitor.onStatements((dataSource, statements) -> this.matched.put(dataSource.name(), match(statements)));
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
			.map((snapshot) -> this.matched.getOrDefault(dataSource, Map.of()).get(statement.fingerprint().hash()))
			.orElse(null);
	}

	private static Map<Long, ServerFigures> match(List<ServerStatement> statements) {
		Map<Long, ServerFigures> figures = new HashMap<>();
		for (ServerStatement statement : statements) {
			figures.merge(Fingerprint.of(statement.text(), 0).hash(),
					ServerFigures.of(statement.calls(), statement.rows(), statement.totalMillis(),
							statement.blocksHit(), statement.blocksRead(), statement.temporaryBlocks()),
					ServerFigures::sum);
		}
		return figures;
	}

}
