package io.dbmonitor.alert;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.dbmonitor.database.ActivitySample;
import io.dbmonitor.database.DatabaseIdentity;
import io.dbmonitor.database.DatabaseInspector;
import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.Figure;
import io.dbmonitor.database.Figures;
import io.dbmonitor.database.Session;
import io.dbmonitor.database.SessionAction;
import io.dbmonitor.database.StorageSample;
import io.dbmonitor.database.postgresql.PostgresMeter;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.session.Sessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The rules that no test can provoke by the real fault, by made-up samples. A transaction
 * id of a billion transactions takes days to reach and a vacuum of all databases, the one
 * that refuses connections among them, to go away. And a standby that is behind takes a
 * second server, cloned by a program that the embedded one comes without. What the
 * samples of both figures are, {@code LightTierTests} and {@code HeavyTierTests} show on
 * a real server.
 */
class SnapshotRuleTests {

	private static final Map<PostgresMeter, Double> FIGURES = new ConcurrentHashMap<>();

	private static final List<Session> SESSIONS = new CopyOnWriteArrayList<>();

	private Instant now = Instant.now();

	private final InstantSource clock = () -> this.now;

	private ConfigurableApplicationContext context;

	private DatabaseMonitor monitor;

	private Alerts alerts;

	@BeforeEach
	void start() {
		FIGURES.clear();
		SESSIONS.clear();
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.datasource.url=jdbc:h2:mem:snapshots", "dbmonitor.database.interval=100ms",
					"dbmonitor.database.heavy-interval=1s", "dbmonitor.alert.enabled=false",
					"spring.data.jpa.repositories.enabled=false")
			.run();
		this.monitor = this.context.getBean(DatabaseMonitor.class);
		DatabaseRules rules = new DatabaseRules(this.context.getBean(MonitoredDataSources.class), this.monitor,
				this.context.getBean(Sessions.class), Duration.ofMinutes(5),
				(rule) -> rule.settings().threshold().limit());
		this.alerts = new Alerts(rules::rules, new AlertTiming(Duration.ofSeconds(15), Duration.ZERO, 10),
				new Silences(List.of(), this.clock), this.clock, new Faults());
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void transactionIdsThatRunOut() {
		reads(PostgresMeter.XID_AGE, 1_000_000_000);
		assertThat(firing()).isEmpty();
		reads(PostgresMeter.XID_AGE, 1_000_000_001);
		assertThat(firing()).containsExactly("xid-age");
		assertThat(this.alerts.firing().get(0).severity()).isEqualTo(AlertSeverity.CRITICAL);
		reads(PostgresMeter.XID_AGE, 950_000_000);
		assertThat(firing()).containsExactly("xid-age");
		reads(PostgresMeter.XID_AGE, 50_000_000);
		assertThat(firing()).isEmpty();
	}

	@Test
	void standbyThatIsBehind() {
		reads(PostgresMeter.REPLICATION_LAG, 60);
		assertThat(firing()).isEmpty();
		this.now = this.now.plusSeconds(15);
		assertThat(firing()).isEmpty();
		this.now = this.now.plusSeconds(15);
		assertThat(firing()).containsExactly("replication-lag");
		assertThat(this.alerts.firing().get(0).summary()).isEqualTo("A standby is behind by 60 s");
		assertThat(this.alerts.firing().get(0).evidence()).containsEntry("standbys", List.of("standby of this test"));
		reads(PostgresMeter.REPLICATION_LAG, 0);
		assertThat(firing()).isEmpty();
	}

	@Test
	void evidenceIsWhatIsBeyondTheThreshold() {
		SESSIONS.add(session(2, 121, 61));
		SESSIONS.add(session(3, 119, 59));
		await().until(() -> this.monitor.value("dataSource", Figure.of(DatabaseMeter.TRANSACTION_OLDEST)) == 121);
		assertThat(firing()).contains("long-transaction", "long-statement");
		assertThat(this.alerts.firing()).filteredOn((alert) -> alert.rule().startsWith("long-"))
			.allSatisfy((alert) -> assertThat(AlertText.evidence(alert)).singleElement()
				.satisfies((line) -> assertThat(line).contains("session 2, active, transaction of 121 s")));
	}

	private static Session session(int pid, double transactionSeconds, double querySeconds) {
		return new Session(pid, Instant.EPOCH, "shop", "shop", "psql", null, "active", null, null, transactionSeconds,
				querySeconds, "select 1", List.of(), null, null);
	}

	private void reads(PostgresMeter meter, double value) {
		FIGURES.put(meter, value);
		await().until(() -> this.monitor.value("dataSource", Figure.of(meter)) == value);
	}

	private List<String> firing() {
		this.alerts.evaluate((change) -> {
		}, (alert) -> {
		});
		return this.alerts.firing().stream().map(Alert::rule).toList();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class Application {

		@Bean
		DatabaseInspector madeUp() {
			return new MadeUp();
		}

	}

	private static final class MadeUp implements DatabaseInspector {

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
			return new DatabaseIdentity("Made up", "1", List.of(), 100, List.of(), List.of(), false);
		}

		@Override
		public ActivitySample sample(Connection connection, Duration timeout) {
			return new ActivitySample(List.copyOf(SESSIONS), 1, Instant.EPOCH, figures(PostgresMeter.REPLICATION_LAG));
		}

		@Override
		public boolean act(Connection connection, SessionAction action, int pid, Instant backendStart) {
			return false;
		}

		@Override
		public Optional<StorageSample> examine(Connection connection, Duration timeout) {
			return Optional
				.of(new StorageSample(figures(PostgresMeter.XID_AGE), List.of(), List.of(), List.of(), null));
		}

		private static Figures figures(PostgresMeter meter) {
			Double value = FIGURES.get(meter);
			return new Figures((value != null) ? Map.of(Figure.of(meter), value) : Map.of(), List.of(),
					(meter == PostgresMeter.REPLICATION_LAG) ? Map.of(Figure.of(meter), "standby of this test")
							: Map.of());
		}

	}

}
