package io.dbmonitor.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.dbmonitor.query.Execution;
import io.dbmonitor.query.ExecutionListener;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The driver that rewrites a batch into fewer inserts does not tell how many rows each of
 * its statements affected.
 */
@PostgresTest
class RewrittenBatchTests {

	private final List<Execution> executions = new CopyOnWriteArrayList<>();

	@Test
	void rowsOfARewrittenBatchAreCountedWhereTheyAreKnown(PostgresDatabase database) {
		ExecutionListener listener = this.executions::add;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.datasource.hikari.data-source-properties.reWriteBatchedInserts=true")
			.initializers((created) -> created.getBeanFactory().registerSingleton("listener", listener))
			.web(WebApplicationType.NONE)
			.run()) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table rewritten (id int primary key)");
			List<Object[]> ids = new ArrayList<>();
			for (int i = 0; i < 37; i++) {
				ids.add(new Object[] { i });
			}
			jdbc.batchUpdate("insert into rewritten (id) values (?)", ids);
			assertThat(rows(context, "insert into rewritten (id) values (?)")).isEqualTo(37);
			assertThat(this.executions.get(this.executions.size() - 1).rows()).isEqualTo(37);
			jdbc.batchUpdate("insert into rewritten (id) values (?) on conflict do nothing", ids.subList(0, 8));
			jdbc.batchUpdate("insert into rewritten (id) values (?) on conflict (id) do nothing",
					List.of(new Object[] { 1 }, new Object[] { 2 }, new Object[] { 1001 }, new Object[] { 1002 }));
			assertThat(this.executions.get(this.executions.size() - 1).rows()).isEqualTo(-1);
		}
	}

	private static long rows(ConfigurableApplicationContext context, String statement) {
		return context.getBean(QueryStatistics.class)
			.all()
			.stream()
			.filter((snapshot) -> snapshot.statement().equals(statement))
			.mapToLong((snapshot) -> snapshot.rows())
			.sum();
	}

}
