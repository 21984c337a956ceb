package io.dbmonitor.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.QueryTotals;
import org.jspecify.annotations.Nullable;

/**
 * How many statements were executed since the last time, and how long they took.
 */
public final class QueryHistory implements HistorySource {

	private final QueryStatistics statistics;

	private final Map<String, Seen> seen = new ConcurrentHashMap<>();

	/**
	 * Make the source.
	 * @param statistics what was executed
	 */
	public QueryHistory(QueryStatistics statistics) {
		this.statistics = statistics;
	}

	@Override
	public Map<String, Double> read(MonitoredDataSource dataSource, Instant now) {
		QueryTotals totals = this.statistics.totals(dataSource.name()).orElse(null);
		if (totals == null) {
			return Map.of();
		}
		Seen before = this.seen.put(dataSource.name(), new Seen(now, totals));
		double seconds = secondsBetween(before, now);
		if (before == null || !(seconds > 0)) {
			return Map.of();
		}
		QueryTotals since = totals.since(before.totals);
		return Map.of("queries.perSecond", since.executions() / seconds, "queries.errorsPerSecond",
				since.errors() / seconds, "queries.p95Millis", since.quantileMillis(0.95));
	}

	private static double secondsBetween(@Nullable Seen before, Instant now) {
		return (before != null) ? Duration.between(before.at, now).toNanos() / 1e9 : 0;
	}

	private record Seen(Instant at, QueryTotals totals) {
	}

}
