package io.dbmonitor.connection;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.meter.DurationHistogram;
import io.dbmonitor.work.CallSite;
import io.dbmonitor.work.CallSites;
import io.dbmonitor.work.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The leases of all data sources. Safe for use by several threads.
 */
public final class Leases {

	private static final int MAX_FRAMES = 200;

	private final LeaseSettings settings;

	private final SessionIds sessionIds;

	private final CallSites callSites;

	private final Faults faults;

	private final Map<String, LeaseRegistry> registries = new ConcurrentHashMap<>();

	/**
	 * Make the leases.
	 * @param settings how they are looked at
	 * @param sessionIds knows the sessions of connections
	 * @param callSites finds the application's frames
	 * @param faults where faults go
	 */
	public Leases(LeaseSettings settings, SessionIds sessionIds, CallSites callSites, Faults faults) {
		this.settings = settings;
		this.sessionIds = sessionIds;
		this.callSites = callSites;
		this.faults = faults;
	}

	/**
	 * Return the leases of a data source.
	 * @param dataSource its name
	 * @return the registry, made on the first call
	 */
	public LeaseRegistry of(String dataSource) {
		return this.registries.computeIfAbsent(dataSource,
				(name) -> new LeaseRegistry(name, System::nanoTime, this.sessionIds, this.faults));
	}

	/**
	 * Return all leases of now, with their holders' stacks.
	 * @param limit how many at most
	 * @return the longest held first
	 */
	public List<LeaseSnapshot> snapshot(int limit) {
		return snapshot(this.registries.values().stream(), limit);
	}

	/**
	 * Return the leases of a data source, with their holders' stacks.
	 * @param dataSource the data source
	 * @param limit how many at most
	 * @return the longest held first
	 */
	public List<LeaseSnapshot> snapshot(String dataSource, int limit) {
		return snapshot(Stream.ofNullable(this.registries.get(dataSource)), limit);
	}

	private List<LeaseSnapshot> snapshot(Stream<LeaseRegistry> registries, int limit) {
		return registries.flatMap((registry) -> registry.all().stream().map((lease) -> new Entry(registry, lease)))
			.sorted(Comparator.comparingLong(Entry::heldNanos).reversed())
			.limit(limit)
			.flatMap((entry) -> snapshot(entry).stream())
			.toList();
	}

	/**
	 * Return the lease of a session.
	 * @param dataSource the data source
	 * @param pid the session
	 * @return the lease of now, empty where the session's connection is not lent
	 */
	public Optional<LeaseSnapshot> find(String dataSource, int pid) {
		return entry(dataSource, pid).flatMap(this::snapshot);
	}

	/**
	 * Count a data source's leases that were likely forgotten, as of the last look at
	 * them.
	 * @param dataSource the data source
	 * @return how many are held for long by a thread that has gone on to something else
	 */
	public int suspectedLeaks(String dataSource) {
		LeaseRegistry registry = this.registries.get(dataSource);
		return (registry == null) ? 0
				: (int) registry.all().stream().filter((lease) -> isSuspected(lease, registry.now())).count();
	}

	private boolean isSuspected(Lease lease, long now) {
		FirstLook first = lease.firstLook();
		Lease.State state = lease.read();
		return first != null && first.left() && state != null && state.statement() == null
				&& now - lease.startedNanos() >= this.settings.leakThreshold().toNanos();
	}

	/**
	 * Cancel what a lease executes, by the driver.
	 * @param snapshot the lease as it was seen
	 * @return whether it still executed that statement
	 * @throws SQLException if the driver cannot cancel it
	 */
	public boolean cancel(LeaseSnapshot snapshot) throws SQLException {
		Integer pid = snapshot.pid();
		Lease.State state = (pid != null)
				? entry(snapshot.dataSource(), pid).map((entry) -> entry.lease.read()).orElse(null) : null;
		return state != null && Objects.equals(state.statement(), snapshot.statement()) && state.cancel();
	}

	/**
	 * Take in the sessions that the server of a data source shows, by which a number that
	 * was given to another session is told from the one that a connection had. Called by
	 * one thread for each data source.
	 * @param dataSource the data source
	 * @param sessions when each began, by their numbers
	 */
	public void shown(String dataSource, Map<Integer, Instant> sessions) {
		LeaseRegistry registry = this.registries.get(dataSource);
		if (registry != null) {
			registry.physicalConnections().shown(sessions);
		}
	}

	/**
	 * Take in that a pooler stands between, which makes up the numbers that it tells
	 * drivers: none of them is the server's. Called by one thread for each data source.
	 * @param dataSource the data source
	 */
	public void unmapped(String dataSource) {
		LeaseRegistry registry = this.registries.get(dataSource);
		if (registry != null) {
			registry.physicalConnections().unmapped();
		}
	}

	/**
	 * Whether a session is that of one of a data source's connections, lent or not, as
	 * far as something was executed on them.
	 * @param dataSource the data source
	 * @param pid the session's number
	 * @param start when it began, {@code null} where that is not known
	 * @return whether it is
	 */
	public boolean areServedBy(String dataSource, int pid, @Nullable Instant start) {
		LeaseRegistry registry = this.registries.get(dataSource);
		return registry != null && registry.physicalConnections().areServedBy(pid, start);
	}

	/**
	 * Return what a data source's connections were used for in the last five minutes.
	 * @param dataSource the data source
	 * @return shares, the largest first
	 */
	public List<PoolShare> shares(String dataSource) {
		LeaseRegistry registry = this.registries.get(dataSource);
		return (registry != null) ? registry.use().shares() : List.of();
	}

	/**
	 * Return how long a data source's connections were held, since start.
	 * @param dataSource the data source
	 * @return the durations of ended leases
	 */
	public Optional<DurationHistogram> durations(String dataSource) {
		return Optional.ofNullable(this.registries.get(dataSource)).map(LeaseRegistry::durations);
	}

	/** Look at all leases once. Called by one thread. */
	void look(double secondsSinceLast) {
		for (LeaseRegistry registry : this.registries.values()) {
			registry.physicalConnections().look();
			long now = registry.now();
			registry.use()
				.add(registry.all().stream().flatMap((lease) -> look(lease, now).stream()).toList(), secondsSinceLast);
		}
	}

	/**
	 * Keep what the holder of a lease that lasts did at first, and tell what it is for.
	 */
	private Optional<String> look(Lease lease, long now) {
		Lease.State state = lease.read();
		if (state == null) {
			return Optional.empty();
		}
		boolean lasts = now - lease.startedNanos() >= this.settings.firstLook().toNanos();
		if (lasts && (lease.firstLook() == null || state.statement() == null)) {
			List<StackTraceElement> stack = Holder.stack(state.thread());
			// The thread may have gone on meanwhile
			Lease.State still = lease.read();
			if (still == null) {
				return Optional.empty();
			}
			look(lease, still, stack);
		}
		return Optional.of(purpose(state, lease.firstLook()));
	}

	private void look(Lease lease, Lease.State state, List<StackTraceElement> stack) {
		FirstLook known = lease.firstLook();
		if (known == null || (known.thread() != state.thread() && !known.left())) {
			known = new FirstLook(state.thread(), stack, Holder.isOver(state), false);
			lease.firstLook(known);
		}
		if (!known.left() && new Holder(state, stack, this.callSites).hasLeft()) {
			lease.firstLook(known.gone());
		}
	}

	private String purpose(Lease.State state, @Nullable FirstLook first) {
		String name = (state.work() != null) ? state.work().name() : null;
		if (name == null) {
			name = state.transaction();
		}
		CallSite at = (name == null && first != null && !first.late()) ? this.callSites.find(first.stack()) : null;
		return (name != null) ? name : (at != null) ? at.method() : PoolUse.OTHER;
	}

	private Optional<Entry> entry(String dataSource, int pid) {
		LeaseRegistry registry = this.registries.get(dataSource);
		return (registry == null) ? Optional.empty()
				: registry.all()
					.stream()
					.filter((lease) -> isOf(lease, pid))
					.findFirst()
					.map((lease) -> new Entry(registry, lease));
	}

	private static boolean isOf(Lease lease, int pid) {
		Lease.State state = lease.read();
		PhysicalConnection physical = (state != null) ? state.physical() : null;
		return physical != null && physical.pid() != null && physical.pid() == pid;
	}

	private Optional<LeaseSnapshot> snapshot(Entry entry) {
		Lease.State state = entry.lease.read();
		List<StackTraceElement> stack = (state != null) ? Holder.stack(state.thread()) : List.of();
		// What the thread does is about this lease only if it still had it then
		Lease.State now = entry.lease.read();
		return (now != null) ? Optional.of(snapshot(entry.registry, now, stack)) : Optional.empty();
	}

	private LeaseSnapshot snapshot(LeaseRegistry registry, Lease.State state, List<StackTraceElement> stack) {
		long now = registry.now();
		Holder holder = new Holder(state, stack, this.callSites);
		HolderActivity activity = holder.activity();
		UnitOfWork work = state.work();
		double held = (now - state.lease().startedNanos()) / 1e9;
		double inState = Math.max(0, (now - state.changedNanos()) / 1e9);
		String statement = state.statement();
		boolean executing = activity == HolderActivity.EXECUTING;
		PhysicalConnection physical = state.physical();
		return new LeaseSnapshot(registry.dataSource(),
				(physical != null) ? registry.physicalConnections().pid(physical) : null, state.thread().getName(),
				held, text(holder.firstSeenAt()), text(holder.at()), activity.id(),
				activity == HolderActivity.ELSEWHERE && held >= this.settings.leakThreshold().toNanos() / 1e9,
				(work != null) ? work.name() : null, state.transaction(), (work != null) ? work.traceId() : null,
				statement, (statement != null) ? inState : null, (statement == null) ? state.last() : null,
				executing ? Boolean.FALSE : state.inTransaction(), executing ? null : inState,
				holder.stack().stream().limit(MAX_FRAMES).map(StackTraceElement::toString).toList());
	}

	private static @Nullable String text(@Nullable CallSite site) {
		return (site != null) ? site.toString() : null;
	}

	private record Entry(LeaseRegistry registry, Lease lease) {

		long heldNanos() {
			return this.registry.now() - this.lease.startedNanos();
		}

	}

}
