package io.dbmonitor.database;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.dbmonitor.datasource.MonitorConnections;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sampler's thread, whatever an inspector does.
 */
class DatabaseSamplerTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private static final SamplerSettings SETTINGS = new SamplerSettings(Duration.ofMillis(5), Duration.ofMinutes(1),
			Duration.ofSeconds(1));

	private static final ActivitySample NOBODY = new ActivitySample(List.of(), 1, START,
			new Figures(Map.of(), List.of(), Map.of()));

	private static final ServerStatement STATEMENT = new ServerStatement("select 1", 1, 1, 1, 0, 0, 0);

	private volatile Instant now = START;

	private final InstantSource clock = () -> this.now;

	private volatile Supplier<ActivitySample> look = () -> NOBODY;

	private final Faults faults = new Faults();

	private final List<ServerStatement> told = new CopyOnWriteArrayList<>();

	private final DatabaseSampler sampler = new DatabaseSampler(
			new MonitoredDataSource("test", new DriverManagerDataSource("jdbc:h2:mem:sampler", "sa", "")),
			new StubInspector(), SETTINGS, new MonitorConnections(), this.clock, this.faults, (snapshot) -> {
			}, (figures) -> {
			}, this.told::addAll);

	@AfterEach
	void stop() {
		this.sampler.stop();
	}

	@Test
	void aSampleIsDatedBeforeTheServerIsAsked() {
		this.look = () -> {
			this.now = START.plusSeconds(5);
			return NOBODY;
		};
		this.sampler.sample();
		assertThat(this.sampler.state().last()).isNotNull().extracting(DatabaseSnapshot::sampledAt).isEqualTo(START);
	}

	@Test
	void anErrorOfTheInspectorEndsNothing() {
		this.look = () -> {
			throw new AssertionError("on purpose");
		};
		this.sampler.start();
		await().until(() -> this.faults.faults(Feature.DATABASE) > 1);
		assertThat(this.sampler.state().reachable()).isFalse();
		this.look = () -> NOBODY;
		await().until(() -> Boolean.TRUE.equals(this.sampler.state().reachable()));
	}

	@Test
	void aThreadThatHasEndedClaimsNothing() {
		this.sampler.start();
		await().until(() -> Boolean.TRUE.equals(this.sampler.state().reachable()));
		this.look = () -> {
			throw new InternalError("on purpose");
		};
		await().dontCatchUncaughtExceptions().until(() -> this.sampler.state().reachable() == null);
		assertThat(this.sampler.state().failure()).isEqualTo("on purpose");
	}

	@Test
	void theTextsOfStatementsAreHandedOnAndNotKept() {
		this.sampler.sample();
		assertThat(this.told).containsExactly(STATEMENT);
		assertThat(this.sampler.state().storage()).isNotNull()
			.satisfies((snapshot) -> assertThat(snapshot.storage().statements()).isEmpty());
	}

	@Test
	void anAttemptThatHangsMakesTheLastOneStale() {
		this.sampler.sample();
		DatabaseState state = this.sampler.state();
		Duration maxAge = SETTINGS.maxAge();
		assertThat(state.asOf(START, maxAge).reachable()).isTrue();
		assertThat(state.asOf(START.plus(maxAge), maxAge).reachable()).isNull();
	}

	private final class StubInspector implements DatabaseInspector {

		@Override
		public boolean supports(DatabaseDriver driver) {
			return true;
		}

		@Override
		public Map<String, String> connectionProperties(Duration timeout) {
			return Map.of();
		}

		@Override
		public DatabaseIdentity identify(Connection connection) {
			return new DatabaseIdentity("Stub", "1", List.of(), 1, List.of(), List.of(), false);
		}

		@Override
		public ActivitySample sample(Connection connection, Duration timeout) {
			return DatabaseSamplerTests.this.look.get();
		}

		@Override
		public boolean act(Connection connection, SessionAction action, int pid, Instant backendStart) {
			return false;
		}

		@Override
		public Optional<StorageSample> examine(Connection connection, Duration timeout) {
			return Optional.of(new StorageSample(new Figures(Map.of(), List.of(), Map.of()), List.of(), List.of(),
					List.of(STATEMENT), null));
		}

	}

}
