package io.dbmonitor.connection.endpoint;

import java.util.List;

import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.PoolSnapshot;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;

/**
 * The section {@code connections}: who holds a connection; and the pools in the overview.
 */
public final class ConnectionsSection implements Section {

	private final MonitoredDataSources dataSources;

	private final Pools pools;

	private final Leases leases;

	public ConnectionsSection(MonitoredDataSources dataSources, Pools pools, Leases leases) {
		this.dataSources = dataSources;
		this.pools = pools;
		this.leases = leases;
	}

	@Override
	public String name() {
		return "connections";
	}

	@Override
	public void contribute(Overview overview) {
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			overview.dataSource(dataSource.name(), "pool", this.pools.snapshot(dataSource).map(Pool::of).orElse(null));
		}
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'connections'.");
		}
		return new Connections(this.leases.snapshot().stream().limit(request.limit()).toList());
	}

	/**
	 * The answer.
	 *
	 * @param leases the leases, the longest held first
	 */
	record Connections(List<LeaseSnapshot> leases) {
	}

	/**
	 * A pool in the overview.
	 *
	 * @param name the pool's own name
	 * @param active connections in use
	 * @param idle connections not in use
	 * @param pending threads that wait for a connection
	 * @param total connections that exist
	 * @param max how many connections there can be
	 * @param saturation active connections over the maximum
	 */
	record Pool(String name, int active, int idle, int pending, int total, int max, double saturation) {

		static Pool of(PoolSnapshot pool) {
			return new Pool(pool.name(), pool.active(), pool.idle(), pool.pending(), pool.total(), pool.max(),
					pool.saturation());
		}

	}

}
