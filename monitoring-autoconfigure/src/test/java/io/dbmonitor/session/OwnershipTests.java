package io.dbmonitor.session;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.dbmonitor.connection.Lease;
import io.dbmonitor.connection.LeaseSettings;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.Session;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.work.CallSites;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose sessions are, by what the samples of several data sources tell.
 */
class OwnershipTests {

	private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

	private static final Instant STARTED = NOW.minusSeconds(3600);

	@Test
	void theMonitorOfAnotherApplicationIsNoPeer() {
		Ownership ownership = ownership(Map.of("one", snapshot(10, monitor(10), monitor(20))));
		assertThat(ownership.owner(monitor(10))).isEqualTo(SessionOwner.OWN);
		assertThat(ownership.owner(monitor(20))).isEqualTo(SessionOwner.EXTERNAL);
	}

	@Test
	void theMonitorOfAnotherDataSourceOnTheSameServerIsOwn() {
		Session[] both = { monitor(10), monitor(11) };
		Ownership ownership = ownership(Map.of("one", snapshot(10, both), "two", snapshot(11, both)));
		assertThat(ownership.owner(monitor(11))).isEqualTo(SessionOwner.OWN);
	}

	@Test
	void theMonitorOfADataSourceOnAnotherServerSaysNothingAboutThisOne() {
		Ownership ownership = ownership(
				Map.of("one", snapshot(10, monitor(10), monitor(11)), "two", snapshot(11, monitor(11))));
		assertThat(ownership.owner(monitor(11))).isEqualTo(SessionOwner.EXTERNAL);
	}

	@Test
	void aNumberThatTheServerGaveToAnotherSessionIsNotOwn() {
		Leases leases = new Leases(new LeaseSettings(Duration.ofSeconds(1), Duration.ofMinutes(1)), (any) -> 7,
				new CallSites(List.of()), new Faults());
		leases.shown("one", Map.of());
		// The second lease, on a connection of its own, is ended: its connection idles
		Lease idle = lease(leases);
		Lease held = lease(leases);
		idle.end(System.nanoTime());
		Session before = client(7, STARTED);
		Session other = client(7, STARTED.plusSeconds(1));
		DatabaseSnapshot snapshot = snapshot(10, monitor(10), before);
		Ownership first = new Ownership("one", Map.of("one", snapshot), leases, NOW);
		assertThat(first.owner(before)).isEqualTo(SessionOwner.OWN);
		assertThat(first.owner(other)).as("not bound yet").isEqualTo(SessionOwner.OWN);
		// What was shown first can have been read before the connections were opened
		leases.shown("one", Map.of(7, STARTED.minusSeconds(1)));
		leases.shown("one", Map.of(7, STARTED));
		leases.shown("one", Map.of(7, STARTED.plusSeconds(1)));
		Ownership second = new Ownership("one", Map.of("one", snapshot), leases, NOW);
		assertThat(second.owner(before)).isEqualTo(SessionOwner.OWN);
		assertThat(second.lease(before)).isNotNull();
		assertThat(second.owner(other)).isEqualTo(SessionOwner.EXTERNAL);
		assertThat(second.lease(other)).isNull();
		held.end(System.nanoTime());
	}

	private static Lease lease(Leases leases) {
		Lease lease = leases.of("one").begin(System.nanoTime());
		Connection connection = (Connection) Proxy.newProxyInstance(OwnershipTests.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "unwrap" -> proxy;
					case "hashCode" -> System.identityHashCode(proxy);
					default -> null;
				});
		lease.connected(connection);
		return lease;
	}

	private static Session client(int pid, Instant start) {
		return new Session(pid, start, "shop", "shop", "", null, "idle", null, null, null, null, null, List.of(), null,
				null);
	}

	private static Ownership ownership(Map<String, DatabaseSnapshot> snapshots) {
		return new Ownership("one", snapshots, null, NOW);
	}

	private static DatabaseSnapshot snapshot(int ownPid, Session... sessions) {
		DatabaseIdentity identity = new DatabaseIdentity("PostgreSQL", "18.0", List.of(), 100, List.of(), List.of(),
				false);
		return new DatabaseSnapshot(NOW, Duration.ZERO, identity,
				new ActivitySample(List.of(sessions), ownPid, STARTED, new Figures(Map.of(), List.of(), Map.of())));
	}

	private static Session monitor(int pid) {
		return new Session(pid, STARTED, "shop", "shop", "dbmonitor", null, "active", null, null, null, null, null,
				List.of(), null, null);
	}

}
