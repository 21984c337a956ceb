package io.dbmonitor.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.dbmonitor.connection.PoolSnapshot;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.datasource.MonitoredDataSource;
import org.jspecify.annotations.Nullable;

/**
 * How full the pools are.
 */
public final class PoolHistory implements HistorySource {

	private final Pools pools;

	/**
	 * Make the source.
	 * @param pools the pools of the data sources
	 */
	public PoolHistory(Pools pools) {
		this.pools = pools;
	}

	@Override
	public Map<String, Double> read(MonitoredDataSource dataSource, Instant now) {
		return this.pools.snapshot(dataSource).map(PoolHistory::figures).orElse(Map.of());
	}

	private static Map<String, Double> figures(PoolSnapshot pool) {
		Map<String, Double> figures = new HashMap<>();
		figures.put("pool.active", (double) pool.active());
		put(figures, "pool.idle", pool.idle());
		put(figures, "pool.pending", pool.pending());
		put(figures, "pool.max", pool.max());
		return figures;
	}

	private static void put(Map<String, Double> figures, String name, @Nullable Integer value) {
		if (value != null) {
			figures.put(name, value.doubleValue());
		}
	}

}
