package io.dbmonitor.session;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.SessionPrivilegeException;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.query.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all watched databases, from the fresh samples, each with who holds it.
 * Safe for use by several threads.
 */
public final class Sessions {

	private static final int MAX_STATEMENT_LENGTH = 2048;

	private final MonitoredDataSources dataSources;

	private final DatabaseMonitor monitor;

	private final @Nullable Leases leases;

	private final InstantSource clock;

	/**
	 * Join what is watched.
	 * @param dataSources the data sources
	 * @param monitor knows their databases
	 * @param leases knows who holds connections; {@code null} where that is not watched
	 * @param clock the clock that dates samples
	 */
	public Sessions(MonitoredDataSources dataSources, DatabaseMonitor monitor, @Nullable Leases leases,
			InstantSource clock) {
		this.dataSources = dataSources;
		this.monitor = monitor;
		this.leases = leases;
		this.clock = clock;
		if (leases != null) {
			monitor.onSample((dataSource, snapshot) -> tell(leases, dataSource.name(), snapshot));
		}
	}

	private static void tell(Leases leases, String dataSource, DatabaseSnapshot snapshot) {
		if (snapshot.identity().behindPooler()) {
			leases.unmapped(dataSource);
		}
		else {
			leases.shown(dataSource, starts(snapshot));
		}
	}

	private static Map<Integer, Instant> starts(DatabaseSnapshot snapshot) {
		Map<Integer, Instant> starts = new HashMap<>();
		snapshot.activity()
			.clients()
			.forEach((session) -> starts.put(session.pid(), snapshot.activity().numberedSince(session)));
		return starts;
	}

	/**
	 * Return the sessions.
	 * @param limit how many at most
	 * @return the busiest first: those with the oldest statement, then those with the
	 * oldest transaction, then the others; the monitor's own, always busy when it looks,
	 * come last
	 */
	public List<SessionView> all(int limit) {
		List<Entry> entries = new ArrayList<>();
		Map<String, DatabaseSnapshot> snapshots = snapshots();
		snapshots.forEach((dataSource, snapshot) -> {
			Ownership ownership = new Ownership(dataSource, snapshots, this.leases, this.clock.instant());
			ActivitySample activity = snapshot.activity();
			activity.sessions()
				.forEach((session) -> entries
					.add(new Entry(dataSource, snapshot, session, ownership, session.pid() == activity.ownPid())));
		});
		return entries.stream()
			.sorted(Comparator.comparing(Entry::isMonitor)
				.thenComparing(Comparator.comparingDouble((Entry entry) -> orZero(entry.session.querySeconds()))
					.thenComparing((entry) -> orZero(entry.session.transactionSeconds()))
					.reversed()))
			.limit(limit)
			.map(Entry::view)
			.toList();
	}

	/**
	 * Return some sessions of a database.
	 * @param dataSource the data source
	 * @param which which of the clients' sessions, without the sampler's own
	 * @param order which come first
	 * @param limit how many at most
	 * @return the sessions of the last sample, none where there is no fresh one
	 */
	public List<SessionView> select(String dataSource, Predicate<Session> which, Comparator<Session> order, int limit) {
		Map<String, DatabaseSnapshot> snapshots = snapshots();
		DatabaseSnapshot snapshot = snapshots.get(dataSource);
		if (snapshot == null) {
			return List.of();
		}
		Ownership ownership = new Ownership(dataSource, snapshots, this.leases, this.clock.instant());
		return snapshot.activity()
			.clients()
			.stream()
			.filter((session) -> session.pid() != snapshot.activity().ownPid() && which.test(session))
			.sorted(order)
			.limit(limit)
			.map((session) -> view(dataSource, snapshot, session, ownership))
			.toList();
	}

	/**
	 * Return who waits for whom.
	 * @param limit how many trees of each database at most
	 * @return the trees of each database in which somebody waits, a bounded number of
	 * nodes
	 */
	public Locks locks(int limit) {
		Map<String, List<LockNode>> trees = new LinkedHashMap<>();
		int omitted = 0;
		Map<String, DatabaseSnapshot> snapshots = snapshots();
		for (Map.Entry<String, DatabaseSnapshot> entry : snapshots.entrySet()) {
			String dataSource = entry.getKey();
			List<Session> blocked = entry.getValue().activity().sessions().stream().filter(Session::isBlocked).toList();
			if (!blocked.isEmpty()) {
				Ownership ownership = new Ownership(dataSource, snapshots, this.leases, this.clock.instant());
				trees.put(dataSource, new LockTrees(entry.getValue().activity().sessions(),
						(session) -> view(dataSource, entry.getValue(), session, ownership))
					.draw(limit));
				omitted += (int) blocked.stream().filter((session) -> session.blockedBy().isEmpty()).count();
			}
		}
		return new Locks(trees, omitted);
	}

	/**
	 * Find a session.
	 * @param pid its number
	 * @param since since when the number is its own
	 * @return the session, empty where no fresh sample has it
	 */
	public Optional<SessionView> find(int pid, Instant since) {
		Map<String, DatabaseSnapshot> snapshots = snapshots();
		return snapshots.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue()
				.activity()
				.sessions()
				.stream()
				.filter((session) -> session.pid() == pid
						&& since.equals(entry.getValue().activity().numberedSince(session)))
				.map((session) -> view(entry.getKey(), entry.getValue(), session,
						new Ownership(entry.getKey(), snapshots, this.leases, this.clock.instant()))))
			.findFirst();
	}

	/**
	 * Whether a session is one of the monitor's own.
	 * @param session the session
	 * @return whether it is
	 */
	public boolean isMonitor(SessionView session) {
		return "dbmonitor".equals(session.application()) || this.monitor.fresh(session.dataSource())
			.filter((snapshot) -> snapshot.activity().ownPid() == session.pid())
			.isPresent();
	}

	/**
	 * End a session or its statement. A statement of this application is cancelled by its
	 * own driver, which needs no right of the monitor's; everything else (a commit that
	 * takes long, for example) is asked of the server. Waits for the server, with
	 * time-outs.
	 * @param session the session
	 * @param action what to do
	 * @return whether there was something to end
	 * @throws SessionPrivilegeException if the monitor's user may not do it
	 * @throws SQLException if the server does not answer
	 */
	public boolean act(SessionView session, SessionAction action) throws SQLException {
		LeaseSnapshot lease = session.lease();
		if (action == SessionAction.CANCEL && lease != null && this.leases != null && this.leases.cancel(lease)) {
			return true;
		}
		Instant since = session.numberedSince();
		MonitoredDataSource dataSource = this.dataSources.all()
			.stream()
			.filter((candidate) -> candidate.name().equals(session.dataSource()))
			.findFirst()
			.orElse(null);
		return dataSource != null && since != null && this.monitor.act(dataSource, action, session.pid(), since);
	}

	private Map<String, DatabaseSnapshot> snapshots() {
		Map<String, DatabaseSnapshot> snapshots = new LinkedHashMap<>();
		for (MonitoredDataSource dataSource : this.dataSources.all()) {
			this.monitor.fresh(dataSource.name()).ifPresent((snapshot) -> snapshots.put(dataSource.name(), snapshot));
		}
		return snapshots;
	}

	private static SessionView view(String dataSource, DatabaseSnapshot snapshot, Session session,
			Ownership ownership) {
		Instant serverStartedAt = (session.backendStart() == null) ? snapshot.activity().serverStartedAt() : null;
		return new SessionView(dataSource, snapshot.sampledAt(), session.pid(), session.backendStart(), serverStartedAt,
				session.database(), session.user(), session.application(), session.client(), session.backendType(),
				session.stateOrUnknown(), session.waitEventType(), session.waitEvent(), session.transactionSeconds(),
				session.querySeconds(), withoutValues(session.query()), blockedBy(session),
				ownership.owner(session).id(), ownership.lease(session));
	}

	/** Nobody is not the same as unknown. */
	private static @Nullable List<Integer> blockedBy(Session session) {
		return (session.isBlocked() && session.blockedBy().isEmpty()) ? null : session.blockedBy();
	}

	/** Statements of others can carry anything in their literals. */
	private static @Nullable String withoutValues(@Nullable String query) {
		return (query != null && !query.isBlank()) ? Fingerprint.of(query, MAX_STATEMENT_LENGTH).statement() : null;
	}

	private static double orZero(@Nullable Double seconds) {
		return (seconds != null) ? seconds : 0;
	}

	private record Entry(String dataSource, DatabaseSnapshot snapshot, Session session, Ownership ownership,
			boolean isMonitor) {

		SessionView view() {
			return Sessions.view(this.dataSource, this.snapshot, this.session, this.ownership);
		}

	}

}
