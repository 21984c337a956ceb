package io.dbmonitor.library;

import io.dbmonitor.test.Statements;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where nothing is recorded, no assertion passes for that.
 */
// A context left open keeps the next ones from setting up their log
@DirtiesContext
class UnrecordedStatementsTests {

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.NONE,
			properties = { "spring.datasource.url=jdbc:h2:mem:switched-off", "dbmonitor.query.enabled=false" })
	class SwitchedOff {

		@Test
		void blocksFail(@Autowired Statements statements, @Autowired JdbcTemplate jdbc) {
			assertThatIllegalStateException()
				.isThrownBy(() -> statements.sentBy(() -> jdbc.queryForList("select 1 as one")))
				.withMessageContaining("dbmonitor.query.enabled");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.NONE,
			properties = { "spring.datasource.url=jdbc:h2:mem:excluded", "dbmonitor.datasource.exclude=dataSource" })
	class Excluded {

		@Test
		void blocksFail(@Autowired Statements statements, @Autowired JdbcTemplate jdbc) {
			assertThatIllegalStateException()
				.isThrownBy(() -> statements.sentBy(() -> jdbc.queryForList("select 1 as one")))
				.withMessageContaining("No data source of this test's context is watched");
		}

	}

}
