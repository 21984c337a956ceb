package io.dbmonitor.alert;

import java.util.List;

import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.PoolSnapshot;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import org.jspecify.annotations.Nullable;

/**
 * The rules about pools and who holds their connections.
 */
public final class PoolRules implements AlertRules {

	/** Among so many of the longest held connections forgotten ones are looked for. */
	private static final int MAX_LEASES = 200;

	private final MonitoredDataSources dataSources;

	private final Pools pools;

	private final Leases leases;

	/**
	 * Make the rules.
	 * @param dataSources the data sources
	 * @param pools read their pools
	 * @param leases know who holds connections
	 */
	public PoolRules(MonitoredDataSources dataSources, Pools pools, Leases leases) {
		this.dataSources = dataSources;
		this.pools = pools;
		this.leases = leases;
	}

	@Override
	public List<AlertRule> rules() {
		return List.of(
				BuiltInRule.POOL_SATURATED
					.reads((now) -> this.dataSources.all().stream().map(this::saturation).toList()),
				BuiltInRule.SUSPECTED_LEAK.reads((now) -> this.dataSources.all().stream().map(this::leaks).toList()));
	}

	private AlertReading saturation(MonitoredDataSource dataSource) {
		PoolSnapshot pool = this.pools.snapshot(dataSource).orElse(null);
		double waiting = waiting(pool);
		return AlertReading.of(dataSource.name(), waiting,
				(pool == null) ? "The pool is not known"
						: "All " + pool.max() + " connections of the pool are in use and " + pending(pool),
				"holders",
				() -> this.leases.snapshot(dataSource.name(), Evidence.MAX).stream().map(Evidence::lease).toList());
	}

	private static double waiting(@Nullable PoolSnapshot pool) {
		if (pool == null) {
			return Double.NaN;
		}
		return (pool.pending() != null) ? pool.pending() : pool.isExhausted() ? 1 : 0;
	}

	private static String pending(PoolSnapshot pool) {
		return (pool.pending() != null) ? Wording.count(pool.pending(), "thread waits", "threads wait")
				: "others may have to wait";
	}

	private AlertReading leaks(MonitoredDataSource dataSource) {
		int leaks = this.leases.suspectedLeaks(dataSource.name());
		return AlertReading.of(dataSource.name(), leaks,
				Wording.count(leaks, "connection was", "connections were") + " likely forgotten", "leases",
				() -> this.leases.snapshot(dataSource.name(), MAX_LEASES)
					.stream()
					.filter(LeaseSnapshot::suspectedLeak)
					.limit(Evidence.MAX)
					.map(Evidence::lease)
					.toList());
	}

}
