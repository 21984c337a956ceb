package io.dbmonitor.proxy;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Statements of virtual threads are counted exactly. Needs Java 21.
 */
@PostgresTest
@Tag("virtual-threads")
@Proves(area = Proves.Area.SPRING, subject = "Virtual threads",
		note = "statements are counted exactly, leases given back, the heap stays flat")
class VirtualThreadTests {

	private static final Logger logger = LoggerFactory.getLogger(VirtualThreadTests.class);

	private static final int THREADS = 200;

	/** What the load's own threads keep goes up and down by as much. */
	private static final long FLAT = 8 << 20;

	@Test
	@Prevents("datasource-proxy: QueryCountHolder is thread-bound")
	void statementsOfVirtualThreadsAreCountedExactly(PostgresDatabase database) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.threads.virtual.enabled=true")
			.web(WebApplicationType.NONE)
			.run()) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			VirtualThreadTaskExecutor executor = new VirtualThreadTaskExecutor("virtual-");
			List<Future<Integer>> results = IntStream.range(0, 2000)
				.mapToObj((i) -> executor
					.<Integer>submit(() -> jdbc.queryForObject("select ? as virtual_marker", Integer.class, i)))
				.toList();
			for (Future<Integer> result : results) {
				assertThat(result.get()).isNotNegative();
			}
			assertThat(context.getBean(QueryStatistics.class).all())
				.filteredOn((statement) -> statement.statement().contains("virtual_marker"))
				.singleElement()
				.extracting(StatementSnapshot::calls, StatementSnapshot::rows)
				.containsExactly(2000L, 2000L);
			assertThat(context.getBean(Leases.class).snapshot(1000)).isEmpty();
		}
	}

	/**
	 * What a full collection leaves, as it was at its end: the load goes on meanwhile.
	 */
	private static long liveHeapAt(Instant time) {
		await().atMost(Duration.ofHours(1)).until(() -> Instant.now().isAfter(time));
		ManagementFactory.getMemoryMXBean().gc();
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
			.mapToLong((pool) -> pool.getCollectionUsage().getUsed())
			.sum();
	}

	@Test
	void twoHundredOfThemAtFullSpeedAgreeWithTheServerAndKeepTheHeapFlat(PostgresDatabase database) throws Exception {
		database.execute("create extension if not exists pg_stat_statements");
		Duration duration = Duration.ofSeconds(Integer.getInteger("dbmonitor.test.load.seconds", 15));
		Instant end = Instant.now().plus(duration);
		// By now all that is bounded is full
		Instant filled = Instant.now().plus(duration.dividedBy(2));
		Instant nearTheEnd = end.minus(duration.dividedBy(10));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.threads.virtual.enabled=true", "dbmonitor.query.max-statements=50")
			.web(WebApplicationType.NONE)
			.run()) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.queryForObject("select ? as speed_marker", Integer.class, 1);
			VirtualThreadTaskExecutor executor = new VirtualThreadTaskExecutor("virtual-");
			List<Future<Long>> results = IntStream.range(0, THREADS).mapToObj((i) -> executor.<Long>submit(() -> {
				long sent = 0;
				while (Instant.now().isBefore(end)) {
					jdbc.queryForObject("select ? as speed_marker", Integer.class, i);
					// Not in the columns' names: the driver keeps these for later
					jdbc.queryForList("select 1 as one from (values (1)) as flood_" + i + "_" + sent % 5000);
					sent++;
				}
				return sent;
			})).toList();
			long before = liveHeapAt(filled);
			long after = liveHeapAt(nearTheEnd);
			logger.info("Live heap half-way {} KB, at the end {} KB", before / 1024, after / 1024);
			assertThat(after - before).isLessThan(FLAT);
			long sent = 1;
			for (Future<Long> result : results) {
				sent += result.get();
			}
			assertThat(context.getBean(QueryStatistics.class).all())
				.filteredOn((statement) -> statement.statement().contains("speed_marker"))
				.singleElement()
				.extracting(StatementSnapshot::calls, StatementSnapshot::rows)
				.containsExactly(sent, sent);
			assertThat(database.number("select sum(calls) from pg_stat_statements where query like '%speed_marker'"))
				.isEqualTo(sent);
			assertThat(context.getBean(Leases.class).snapshot(1000)).isEmpty();
		}
	}

}
