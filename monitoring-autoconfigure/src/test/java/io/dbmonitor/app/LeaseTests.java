package io.dbmonitor.app;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.connection.LeaseRegistry;
import io.dbmonitor.connection.LeaseSnapshot;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who holds a connection, what is done with it, and where its holder is.
 */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves(area = Proves.Area.POOLS, subject = "HikariCP", note = "leases, and what their holders do")
class LeaseTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private ConfigurableApplicationContext context;

	private DataSource dataSource;

	private JdbcTemplate jdbc;

	private Leases leases;

	@BeforeAll
	void start(PostgresDatabase database) {
		this.context = new SpringApplicationBuilder(JpaApplication.class).properties(database.dataSourceProperties())
			.properties("dbmonitor.connection.interval=100ms", "dbmonitor.connection.leak-threshold=1s")
			.web(WebApplicationType.NONE)
			.run();
		this.dataSource = this.context.getBean(DataSource.class);
		this.jdbc = this.context.getBean(JdbcTemplate.class);
		this.leases = this.context.getBean(Leases.class);
	}

	@AfterEach
	void noLeaseIsLeft() {
		await().untilAsserted(() -> assertThat(this.leases.snapshot(100)).isEmpty());
	}

	@AfterAll
	void stop() {
		this.threads.shutdownNow();
		this.context.close();
	}

	@Test
	void aLeaseTellsTheServersSession() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(onlyLease().pid()).isNull();
			int pid = Objects.requireNonNull(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
				.queryForObject("select pg_backend_pid()", Integer.class));
			assertThat(onlyLease().pid()).isEqualTo(pid);
			assertThat(this.leases.find("dataSource", pid)).isPresent();
			assertThat(this.leases.areServedBy("dataSource", pid, null)).isTrue();
		}
	}

	@Test
	void aRunningStatementIsShownWithItsTime() throws Exception {
		Future<?> sleeping = this.threads.submit(() -> this.jdbc.queryForList("select pg_sleep(?) as sleeping", 1.5));
		await().untilAsserted(() -> {
			LeaseSnapshot lease = onlyLease();
			assertThat(lease.statement()).isEqualTo("select pg_sleep(?) as sleeping");
			assertThat(lease.statementSeconds()).isBetween(0.3, 1.6);
			assertThat(lease.activity()).isEqualTo("executing");
			assertThat(lease.at()).startsWith("LeaseTests.aRunningStatementIsShownWithItsTime:");
			assertThat(lease.firstSeenAt()).isEqualTo(lease.at());
			assertThat(lease.stack()).anyMatch((frame) -> frame.contains("JdbcTemplate.query"));
			assertThat(lease.idleInTransaction()).isFalse();
			assertThat(lease.idleSeconds()).isNull();
		});
		sleeping.get(10, TimeUnit.SECONDS);
	}

	@Test
	void aTransactionThatIsIdleIsShownWithItsNameAndWhereItsHolderIs() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Future<?> holder = this.threads.submit(() -> inTransaction("idle holder", () -> {
			this.jdbc.queryForList("select 'before'");
			waitFor(release);
		}));
		await().untilAsserted(() -> {
			LeaseSnapshot lease = onlyLease();
			assertThat(lease.transaction()).isEqualTo("idle holder");
			assertThat(lease.statement()).isNull();
			assertThat(lease.idleInTransaction()).isTrue();
			assertThat(lease.idleSeconds()).isGreaterThan(0.2);
			assertThat(lease.activity()).isEqualTo("waiting");
			assertThat(lease.at()).startsWith("LeaseTests.waitFor:");
			assertThat(lease.suspectedLeak()).isFalse();
		});
		release.countDown();
		holder.get(10, TimeUnit.SECONDS);
	}

	@Test
	void aCallOfAnotherServiceIsToldFromOtherWaiting() throws Exception {
		try (ServerSocket silent = new ServerSocket(0)) {
			Future<?> holder = this.threads.submit(() -> inTransaction("calling holder", () -> {
				this.jdbc.queryForList("select 'before'");
				ask(silent.getLocalPort());
			}));
			await().untilAsserted(() -> {
				assertThat(onlyLease().activity()).isEqualTo("calling");
				assertThat(onlyLease().at()).startsWith("LeaseTests.ask:");
			});
			try (Socket accepted = silent.accept()) {
				accepted.getOutputStream().write(1);
			}
			holder.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void aConnectionThatItsThreadHasLeftBehindIsASuspectedLeak() throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		Future<Connection> forgotten = this.threads.submit(() -> takeAndForget(seen));
		await().untilAsserted(() -> assertThat(onlyLease().firstSeenAt()).isNotNull());
		assertThat(onlyLease().suspectedLeak()).isFalse();
		seen.countDown();
		try (Connection connection = forgotten.get(10, TimeUnit.SECONDS)) {
			await().untilAsserted(() -> {
				LeaseSnapshot lease = onlyLease();
				assertThat(lease.suspectedLeak()).isTrue();
				assertThat(lease.activity()).isEqualTo("elsewhere");
				assertThat(lease.firstSeenAt()).startsWith("LeaseTests.waitFor:");
			});
			assertThat(connection.isClosed()).isFalse();
		}
	}

	@Test
	void aConnectionThatWasForgottenAtOnceIsNotBlamedOnWhatItsThreadDoesLater() throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		Connection forgotten = thread.submit(() -> {
			Connection connection = this.dataSource.getConnection();
			connection.prepareStatement("select 'forgotten at once'").execute();
			return connection;
		}).get(10, TimeUnit.SECONDS);
		try (forgotten) {
			await().untilAsserted(() -> assertForgotten(onlyLease()));
			CountDownLatch release = new CountDownLatch(1);
			Future<?> innocent = thread.submit(() -> waitFor(release));
			await().during(Duration.ofMillis(500)).untilAsserted(() -> assertForgotten(onlyLease()));
			release.countDown();
			innocent.get(10, TimeUnit.SECONDS);
		}
		finally {
			thread.shutdownNow();
		}
	}

	private static void assertForgotten(LeaseSnapshot lease) {
		assertThat(lease.suspectedLeak()).isTrue();
		assertThat(lease.activity()).isEqualTo("elsewhere");
		assertThat(lease.at()).isNull();
		assertThat(lease.stack()).isEmpty();
		assertThat(lease.lastStatement()).isEqualTo("select ?");
	}

	@Test
	void aCommitThatTakesLongIsNoTransactionThatIsIdle() throws Exception {
		this.jdbc.execute("create table slowly (id int)");
		this.jdbc.execute("create function sleep_on_commit() returns trigger language plpgsql"
				+ " as 'begin perform pg_sleep(2); return null; end'");
		this.jdbc.execute("create constraint trigger sleeping after insert on slowly deferrable initially deferred"
				+ " for each row execute function sleep_on_commit()");
		Future<?> committing = this.threads
			.submit(() -> inTransaction("slow commit", () -> this.jdbc.update("insert into slowly values (1)")));
		await().untilAsserted(() -> {
			LeaseSnapshot lease = onlyLease();
			assertThat(lease.activity()).isEqualTo("executing");
			assertThat(lease.statement()).isNull();
			assertThat(lease.lastStatement()).startsWith("insert into slowly");
			assertThat(lease.idleInTransaction()).isFalse();
			assertThat(lease.idleSeconds()).isNull();
		});
		committing.get(10, TimeUnit.SECONDS);
	}

	@Test
	void connectionsToTheServerAreCountedOnceWhateverTheyAreLentTo() {
		for (int i = 0; i < 20; i++) {
			this.jdbc.queryForList("select 'counted'");
		}
		LeaseRegistry registry = this.leases.of("dataSource");
		long opened = registry.openedConnections();
		// They are known as long as they live, and no longer
		System.gc();
		assertThat(this.jdbc.queryForList("select pid from pg_stat_activity", Integer.class))
			.filteredOn((pid) -> this.leases.areServedBy("dataSource", pid, null))
			.hasSize((int) (registry.openedConnections() - registry.closedConnections()));
		this.jdbc.queryForList("select 'counted'");
		assertThat(registry.openedConnections()).isBetween(opened, 10L);
		long closed = registry.closedConnections();
		assertThat(opened).isBetween(1L, 10L);
		HikariDataSource pool = unwrapped();
		pool.getHikariPoolMXBean().softEvictConnections();
		await().untilAsserted(() -> {
			this.jdbc.queryForList("select 'counted'");
			assertThat(registry.openedConnections()).isGreaterThan(opened);
			assertThat(registry.closedConnections()).isGreaterThan(closed);
		});
		assertThat(registry.openedConnections() - registry.closedConnections())
			.isLessThanOrEqualTo(pool.getMaximumPoolSize());
	}

	@Test
	void whatThePoolIsUsedForIsSampledByRoute() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Future<?> holder = this.threads.submit(() -> inTransaction("greedy holder", () -> {
			this.jdbc.queryForList("select 'greedy'");
			waitFor(release);
		}));
		await().untilAsserted(() -> assertThat(this.leases.shares("dataSource")).anySatisfy((share) -> {
			assertThat(share.route()).isEqualTo("greedy holder");
			assertThat(share.connectionSeconds()).isGreaterThan(0.5);
			assertThat(share.share()).isBetween(0.01, 1.0);
		}));
		release.countDown();
		holder.get(10, TimeUnit.SECONDS);
	}

	private Connection takeAndForget(CountDownLatch seen) throws SQLException {
		Connection connection = this.dataSource.getConnection();
		connection.prepareStatement("select 'forgotten'").execute();
		waitFor(seen);
		return connection;
	}

	private static void ask(int port) {
		try (Socket socket = new Socket("localhost", port)) {
			assertThat(socket.getInputStream().read()).isOne();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void inTransaction(String name, Runnable action) {
		TransactionTemplate transaction = new TransactionTemplate(
				this.context.getBean(PlatformTransactionManager.class));
		transaction.setName(name);
		transaction.executeWithoutResult((status) -> action.run());
	}

	private LeaseSnapshot onlyLease() {
		assertThat(this.leases.snapshot(100)).hasSize(1);
		return this.leases.snapshot(100).get(0);
	}

	private HikariDataSource unwrapped() {
		return this.context.getBean(HikariDataSource.class);
	}

}
