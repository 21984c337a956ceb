package io.dbmonitor.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseSnapshot;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.Session;
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

	private static Ownership ownership(Map<String, DatabaseSnapshot> snapshots) {
		return new Ownership("one", snapshots, null, NOW);
	}

	private static DatabaseSnapshot snapshot(int ownPid, Session... sessions) {
		DatabaseIdentity identity = new DatabaseIdentity("PostgreSQL", "18.0", List.of(), 100, List.of(), List.of(),
				false);
		return new DatabaseSnapshot(NOW, Duration.ZERO, identity,
				new ActivitySample(List.of(sessions), ownPid, STARTED, new Figures(Map.of(), List.of())));
	}

	private static Session monitor(int pid) {
		return new Session(pid, STARTED, "shop", "shop", "dbmonitor", null, "active", null, null, null, null, null,
				List.of(), null, null);
	}

}
