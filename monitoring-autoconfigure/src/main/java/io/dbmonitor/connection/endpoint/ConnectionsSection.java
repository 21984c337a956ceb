package io.dbmonitor.connection.endpoint;

import java.util.List;
import java.util.Locale;

import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.PoolShare;
import io.dbmonitor.connection.PoolSnapshot;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.endpoint.Overview;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.meter.DurationHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code connections}: who holds a connection; and the pools in the overview.
 */
public final class ConnectionsSection implements Section {

	private static final int MAX_SHARES = 20;

	private static final int MAX_HOLDERS = 20;

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
			overview.dataSource(dataSource.name(), "pool",
					this.pools.snapshot(dataSource).map((pool) -> pool(dataSource.name(), pool)).orElse(null));
		}
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'connections'.");
		}
		return new Connections(this.leases.snapshot(request.limit()),
				this.dataSources.all().stream().map((dataSource) -> use(dataSource.name())).toList());
	}

	private Use use(String dataSource) {
		return new Use(dataSource, this.leases.durations(dataSource).map(Held::of).orElse(null),
				this.leases.shares(dataSource).stream().limit(MAX_SHARES).toList());
	}

	private Pool pool(String dataSource, PoolSnapshot pool) {
		List<PoolShare> shares = this.leases.shares(dataSource);
		boolean exhausted = pool.isExhausted();
		List<Holder> holders = exhausted
				? this.leases.snapshot(dataSource, MAX_HOLDERS).stream().map(Holder::of).toList() : List.of();
		return new Pool(pool.name(), pool.active(), pool.idle(), pool.pending(), pool.total(), pool.max(),
				pool.saturation(), exhausted ? "exhausted" : null, exhausted ? note(pool, holders, shares) : null,
				exhausted ? holders : null);
	}

	/**
	 * What is the matter, who holds on for longest, and what the pool is used for most.
	 */
	private static String note(PoolSnapshot pool, List<Holder> holders, List<PoolShare> shares) {
		StringBuilder note = new StringBuilder("All " + pool.max() + " connections are in use");
		Integer pending = pool.pending();
		if (pending != null) {
			note.append(" and ").append(pending).append((pending == 1) ? " thread waits" : " threads wait");
		}
		if (!holders.isEmpty()) {
			Holder longest = holders.get(0);
			note.append(String.format(Locale.ROOT, "; one is held for %.1f s by %s", longest.heldSeconds(),
					longest.name()));
		}
		if (!shares.isEmpty()) {
			PoolShare largest = shares.get(0);
			note.append(
					String.format(Locale.ROOT, "; %.0f %% of connection-seconds of the last five minutes went to %s",
							largest.share() * 100, largest.route()));
		}
		return note.toString();
	}

	/**
	 * The answer.
	 *
	 * @param leases the leases, the longest held first
	 * @param use what the connections of each data source were used for
	 */
	record Connections(List<LeaseSnapshot> leases, List<Use> use) {
	}

	/**
	 * What the connections of a data source were used for.
	 *
	 * @param dataSource its name
	 * @param held how long connections were held, since start
	 * @param shares what they were held for in the last five minutes, by samples, the
	 * largest share first
	 */
	record Use(String dataSource, @Nullable Held held, List<PoolShare> shares) {
	}

	/**
	 * How long connections were held, in seconds, since start.
	 *
	 * @param count how many were given back
	 * @param p50 the median
	 * @param p95 95 % were held shorter
	 * @param p99 99 % were held shorter
	 * @param max the longest
	 */
	record Held(long count, double p50, double p95, double p99, double max) {

		static Held of(DurationHistogram durations) {
			return new Held(durations.count(), durations.percentile(0.5) / 1e9, durations.percentile(0.95) / 1e9,
					durations.percentile(0.99) / 1e9, durations.max() / 1e9);
		}

	}

	/**
	 * Who holds a connection of an exhausted pool.
	 *
	 * @param thread the thread
	 * @param heldSeconds since when
	 * @param route the request, job or message
	 * @param at the application's line now
	 * @param activity what it does
	 */
	record Holder(String thread, double heldSeconds, @Nullable String route, @Nullable String at, String activity) {

		/** What it is called where only one line is to be had. */
		String name() {
			String name = (this.route != null) ? this.route : "the thread " + this.thread;
			return (this.at != null) ? name + " at " + this.at : name;
		}

		static Holder of(LeaseSnapshot lease) {
			return new Holder(lease.thread(), lease.heldSeconds(), lease.route(), lease.at(), lease.activity());
		}

	}

	/**
	 * A pool in the overview. What a pool does not tell is {@code null}.
	 *
	 * @param name the pool's own name
	 * @param active connections in use
	 * @param idle connections not in use
	 * @param pending threads that wait for a connection
	 * @param total connections that exist
	 * @param max how many connections there can be
	 * @param saturation active connections over the maximum
	 * @param state {@code exhausted}, or nothing worth a word
	 * @param note what that means, and whose doing it is
	 * @param holders who holds the connections of an exhausted pool, the longest first
	 */
	record Pool(String name, int active, @Nullable Integer idle, @Nullable Integer pending, @Nullable Integer total,
			@Nullable Integer max, @Nullable Double saturation, @Nullable String state, @Nullable String note,
			@Nullable List<Holder> holders) {
	}

}
