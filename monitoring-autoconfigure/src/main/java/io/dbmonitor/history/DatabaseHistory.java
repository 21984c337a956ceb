package io.dbmonitor.history;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.Figure;
import io.dbmonitor.datasource.MonitoredDataSource;
import org.jspecify.annotations.Nullable;

/**
 * What samples of the databases tell. Where there is no fresh one, nothing is known.
 */
public final class DatabaseHistory implements HistorySource {

	private static final Figure COMMITS = Figure.of(DatabaseMeter.TRANSACTIONS, "commit");

	private static final Figure ROLLBACKS = Figure.of(DatabaseMeter.TRANSACTIONS, "rollback");

	private final DatabaseMonitor monitor;

	private final Map<String, Seen> seen = new ConcurrentHashMap<>();

	/**
	 * Make the source.
	 * @param monitor samples the databases
	 */
	public DatabaseHistory(DatabaseMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public Map<String, Double> read(MonitoredDataSource dataSource, Instant now) {
		return this.monitor.fresh(dataSource.name())
			.map((sample) -> figures(dataSource.name(), sample))
			.orElse(Map.of());
	}

	private Map<String, Double> figures(String dataSource, DatabaseSnapshot sample) {
		Map<String, Double> figures = new HashMap<>();
		sample.sessionsByState().forEach((state, sessions) -> figures.put("sessions." + state, sessions.doubleValue()));
		figures.put("blocked", sample.blocked());
		figures.put("longestTransactionSeconds", sample.oldestTransactionSeconds());
		Seen now = new Seen(sample.sampledAt(), this.monitor.value(dataSource, COMMITS),
				this.monitor.value(dataSource, ROLLBACKS), Double.NaN, Double.NaN)
			.since(this.seen.get(dataSource));
		this.seen.put(dataSource, now);
		figures.put("transactions.commitsPerSecond", now.commitsPerSecond);
		figures.put("transactions.rollbacksPerSecond", now.rollbacksPerSecond);
		return figures;
	}

	/** What was counted at a sample, and how fast since the one before. */
	private record Seen(Instant at, double commits, double rollbacks, double commitsPerSecond,
			double rollbacksPerSecond) {

		/** Looked at between two samples, the last one is as good as it was. */
		Seen since(@Nullable Seen before) {
			if (before == null) {
				return this;
			}
			double seconds = Duration.between(before.at, this.at).toNanos() / 1e9;
			return (seconds > 0) ? new Seen(this.at, this.commits, this.rollbacks,
					(this.commits - before.commits) / seconds, (this.rollbacks - before.rollbacks) / seconds) : before;
		}

	}

}
