package io.dbmonitor.app;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Fifty threads want the ten connections of a pool: the monitor goes on, and says whose
 * doing it is.
 */
@PostgresTest
@Proves(area = Proves.Area.POOLS, subject = "HikariCP",
		note = "all figures; when it is exhausted, who holds the connections")
class PoolExhaustionTests {

	private static final Logger logger = LoggerFactory.getLogger(PoolExhaustionTests.class);

	private static final int THREADS = 50;

	private static final int CONNECTIONS = 10;

	private static final String POOL = "$.dataSources[0].pool.";

	@Test
	void theEndpointAndTheSamplerGoOnAndTellWhoHoldsTheConnections(PostgresDatabase database) throws Exception {
		String[] properties = Stream
			.concat(Arrays.stream(database.dataSourceProperties()), Stream
				.of("spring.datasource.hikari.maximum-pool-size=" + CONNECTIONS, "dbmonitor.connection.interval=100ms"))
			.toArray(String[]::new);
		CountDownLatch release = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (RunningApplication application = RunningApplication.start(JpaApplication.class, properties)) {
			assertThat(application.overview().object("$.dataSources[0].pool")).doesNotContainKey("state");
			List<Future<?>> holders = IntStream.range(0, THREADS)
				.<Future<?>>mapToObj((i) -> threads.submit(() -> hold(application, release)))
				.toList();
			await().untilAsserted(
					() -> assertThat(application.overview().number(POOL + "pending")).isEqualTo(THREADS - CONNECTIONS));
			await().untilAsserted(
					() -> assertThat(application.overview().string(POOL + "note")).contains("went to greedy"));
			Json overview = application.overview();
			assertThat(overview.string(POOL + "state")).isEqualTo("exhausted");
			assertThat(overview.string(POOL + "note"))
				.startsWith("All 10 connections are in use and 40 threads wait; ");
			assertThat(overview.objects(POOL + "holders[*]")).hasSize(CONNECTIONS).allSatisfy((holder) -> {
				assertThat((String) holder.get("at")).startsWith("PoolExhaustionTests.hold:");
				assertThat(holder).containsEntry("activity", "waiting");
			});
			String sampled = overview.string("$.dataSources[0].database.sampledAt");
			await().untilAsserted(() -> assertThat(application.overview().string("$.dataSources[0].database.sampledAt"))
				.isNotEqualTo(sampled));
			assertThat(application.scrape().value("dbmonitor_pool_saturation{datasource=\"dataSource\"}")).isEqualTo(1);
			for (String path : List.of("", "/connections", "/sessions", "/locks")) {
				Duration took = median(application, path);
				logger.info("/actuator/dbmonitor{} took {} ms in the median", path, took.toMillis());
				// What could make it wait has time-outs of seconds
				assertThat(took).isLessThan(Duration.ofMillis(500));
			}
			release.countDown();
			for (Future<?> holder : holders) {
				holder.get(20, TimeUnit.SECONDS);
			}
			await().untilAsserted(() -> assertThat(application.overview().object("$.dataSources[0].pool"))
				.doesNotContainKey("state"));
		}
		finally {
			release.countDown();
			threads.shutdownNow();
		}
	}

	private static Duration median(RunningApplication application, String path) {
		long[] nanos = LongStream.range(0, 31).map((i) -> {
			long started = System.nanoTime();
			assertThat(application.http().get("/actuator/dbmonitor" + path).statusCode()).isEqualTo(200);
			return System.nanoTime() - started;
		}).sorted().toArray();
		return Duration.ofNanos(nanos[nanos.length / 2]);
	}

	private static void hold(RunningApplication application, CountDownLatch release) {
		TransactionTemplate transaction = new TransactionTemplate(application.bean(PlatformTransactionManager.class));
		transaction.setName("greedy");
		transaction.executeWithoutResult((status) -> {
			application.bean(JdbcTemplate.class).queryForList("select 'held'");
			try {
				assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
