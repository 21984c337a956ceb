package io.dbmonitor.compatibility;

import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.test.MaxStatements;
import io.dbmonitor.test.Statements;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.jdbc.Sql;

import static io.dbmonitor.query.Operation.SELECT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring sends before a test is counted, but neither as the test's nor as that of
 * anybody's code.
 */
@PostgresTest
@SpringBootTest(classes = PlainApplication.class, webEnvironment = WebEnvironment.NONE)
@DirtiesContext
@Proves(area = Area.WAYS, subject = "`@Sql` in tests", note = "statements, which are not the test's own")
class SqlScriptTests {

	private static PostgresDatabase database;

	@BeforeAll
	static void use(PostgresDatabase database) {
		SqlScriptTests.database = database;
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		for (String property : Libraries.quiet(database.dataSourceProperties())) {
			registry.add(property.substring(0, property.indexOf('=')),
					() -> property.substring(property.indexOf('=') + 1));
		}
	}

	@Test
	@Sql(statements = { "create table by_sql (id int)", "insert into by_sql select generate_series(1, 3)" })
	@MaxStatements(select = 1)
	void whatAScriptSendsIsNotTheTests(@Autowired JdbcTemplate jdbc, @Autowired Statements statements,
			@Autowired QueryStatistics statistics) {
		assertThat(statements.sentBy(() -> assertThat(jdbc.queryForList("select id from by_sql")).hasSize(3)))
			.hasExactly(1)
			.hasExactly(1, SELECT);
		assertThat(statistics.all()).filteredOn((statement) -> statement.statement().startsWith("insert into by_sql"))
			.singleElement()
			.satisfies((statement) -> {
				assertThat(statement.calls()).isEqualTo(1);
				assertThat(statement.rows()).isEqualTo(3);
				assertThat(statement.callers()).isEmpty();
			});
	}

}
