package io.dbmonitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Prevents;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Under load, with more distinct texts than are kept, the counts agree with the server's
 * own. Its short form runs in the ordinary build, the long one with {@code -Psoak}.
 */
@PostgresTest
@Tag("load")
class LoadTests {

	private static final int THREADS = 8;

	private static final int MAX_STATEMENTS = 50;

	@Test
	@Prevents({ "druid#1664", "druid#2652", "datasource-proxy: QueryCountHolder is thread-bound" })
	void countsAgreeWithTheServers(PostgresDatabase database) throws Exception {
		database.execute("create extension pg_stat_statements");
		Duration duration = Duration.ofSeconds(Integer.getInteger("dbmonitor.test.load.seconds", 15));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("dbmonitor.query.max-statements=" + MAX_STATEMENTS,
					"spring.datasource.hikari.maximum-pool-size=4")
			.web(WebApplicationType.NONE)
			.run()) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			// Known before the flood, so it keeps its own row
			jdbc.queryForList("select 'warm' as counted_marker");
			database.execute("select pg_stat_statements_reset()");
			QueryStatistics statistics = context.getBean(QueryStatistics.class);
			long before = calls(statistics, "counted_marker");
			load(jdbc, Instant.now().plus(duration));
			long counted = calls(statistics, "counted_marker") - before;
			assertThat(counted).isPositive()
				.isEqualTo(
						database.number("select sum(calls) from pg_stat_statements where query like '%counted_marker%'"
								+ " and query not like '%pg_stat_statements%'"));
			assertThat(statistics.all()).hasSizeLessThanOrEqualTo(MAX_STATEMENTS + 1)
				.anySatisfy((statement) -> assertThat(statement.statement()).isEqualTo("other"));
			assertThat(context.getBean(Leases.class).snapshot(1000)).isEmpty();
		}
	}

	private static void load(JdbcTemplate jdbc, Instant end) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		List<Callable<Void>> workers = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			workers.add(() -> {
				ThreadLocalRandom random = ThreadLocalRandom.current();
				while (Instant.now().isBefore(end)) {
					jdbc.queryForList("select '" + random.nextInt(1_000_000) + "' as counted_marker");
					jdbc.queryForList("select 1 as flood_" + random.nextInt(1_000_000));
				}
				return null;
			});
		}
		for (Future<Void> worker : executor.invokeAll(workers)) {
			worker.get();
		}
		executor.shutdown();
	}

	private static long calls(QueryStatistics statistics, String text) {
		return statistics.all()
			.stream()
			.filter((statement) -> statement.statement().contains(text))
			.mapToLong(StatementSnapshot::calls)
			.sum();
	}

}
