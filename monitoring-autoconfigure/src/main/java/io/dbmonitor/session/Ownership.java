package io.dbmonitor.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.Session;
import org.jspecify.annotations.Nullable;

/**
 * Whose the sessions of one database are: the join of what the server shows and what the
 * application holds, by the number that the server gave each session when it began.
 */
final class Ownership {

	/** What drivers call themselves where the application has no name for itself. */
	private static final Set<String> ANONYMOUS = Set.of("", "PostgreSQL JDBC Driver");

	private final @Nullable Leases leases;

	private final ActivitySample activity;

	private final boolean behindPooler;

	private final double ageSeconds;

	/** The monitor's own sessions, one for each data source that leads to this server. */
	private final Set<Integer> monitors;

	/** Data sources that lead to this server, if their connections can be told. */
	private final Set<String> dataSources;

	private final Set<String> names;

	private final @Nullable Session monitor;

	/**
	 * Find out whose the sessions are.
	 * @param dataSource the data source whose database it is
	 * @param snapshots what is known of all databases, by data source
	 * @param leases who holds connections, if that is watched
	 * @param now the time
	 */
	Ownership(String dataSource, Map<String, DatabaseSnapshot> snapshots, @Nullable Leases leases, Instant now) {
		DatabaseSnapshot snapshot = Objects.requireNonNull(snapshots.get(dataSource));
		this.leases = leases;
		this.activity = snapshot.activity();
		this.ageSeconds = Duration.between(snapshot.sampledAt(), now).toMillis() / 1e3;
		this.behindPooler = snapshot.identity().behindPooler();
		this.monitor = find(this.activity.sessions(), this.activity.ownPid()).orElse(null);
		Map<String, DatabaseSnapshot> here = snapshots.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().equals(dataSource) || isSameServer(entry.getValue()))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		this.monitors = here.values()
			.stream()
			.map((known) -> known.activity().ownPid())
			.collect(Collectors.toUnmodifiableSet());
		this.dataSources = this.behindPooler ? Set.of() : here.keySet();
		this.names = names();
	}

	/** Another data source leads here if its server shows this monitor's session too. */
	private boolean isSameServer(DatabaseSnapshot other) {
		Session here = this.monitor;
		return here != null && !other.identity().behindPooler()
				&& find(other.activity().sessions(), here.pid())
					.filter((there) -> other.activity().numberedSince(there).equals(this.activity.numberedSince(here))
							&& Objects.equals(there.client(), here.client()))
					.isPresent();
	}

	/** Monitors are all called alike, whosever they are. */
	private Set<String> names() {
		Set<String> names = new HashSet<>();
		for (Session session : this.activity.sessions()) {
			String name = session.application();
			if (name != null && !ANONYMOUS.contains(name) && isPooled(session)) {
				names.add(name);
				names.add(withoutInstance(name));
			}
		}
		return names;
	}

	SessionOwner owner(Session session) {
		if (this.monitors.contains(session.pid()) || isPooled(session) || isNamedAsThisInstance(session)) {
			return SessionOwner.OWN;
		}
		Session here = this.monitor;
		if (this.behindPooler && here != null && Objects.equals(session.user(), here.user())
				&& Objects.equals(session.database(), here.database())) {
			return SessionOwner.UNMAPPED;
		}
		String name = session.application();
		return (name != null && (this.names.contains(name) || this.names.contains(withoutInstance(name))))
				? SessionOwner.PEER : SessionOwner.EXTERNAL;
	}

	/** A connection that the pool keeps and nothing was executed on yet. */
	private boolean isNamedAsThisInstance(Session session) {
		String name = session.application();
		return name != null && name.indexOf('@') > 0 && this.names.contains(name);
	}

	/**
	 * Who holds the connection that the session serves, as long as that is who held it
	 * when the server showed the session.
	 */
	@Nullable LeaseSnapshot lease(Session session) {
		Leases leases = this.leases;
		return (leases == null) ? null : this.dataSources.stream()
			.filter((dataSource) -> leases.areServedBy(dataSource, session.pid(), this.activity.numberedSince(session)))
			.flatMap((dataSource) -> leases.find(dataSource, session.pid()).stream())
			.filter((lease) -> lease.heldSeconds() >= this.ageSeconds)
			.findFirst()
			.orElse(null);
	}

	private boolean isPooled(Session session) {
		Leases leases = this.leases;
		return leases != null && this.dataSources.stream()
			.anyMatch((dataSource) -> leases.areServedBy(dataSource, session.pid(),
					this.activity.numberedSince(session)));
	}

	private static Optional<Session> find(List<Session> sessions, int pid) {
		Stream<Session> found = sessions.stream().filter((session) -> session.pid() == pid);
		return found.findFirst();
	}

	/** {@code shop} of {@code shop@host-1:4711}. */
	private static String withoutInstance(String name) {
		int at = name.indexOf('@');
		return (at > 0) ? name.substring(0, at) : name;
	}

}
