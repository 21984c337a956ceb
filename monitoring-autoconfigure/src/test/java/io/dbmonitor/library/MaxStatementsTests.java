package io.dbmonitor.library;

import java.util.List;

import io.dbmonitor.test.MaxStatements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Whole test methods are held against {@link MaxStatements}.
 */
class MaxStatementsTests {

	@Test
	void failsTestsThatSendMoreThanTheyMay() {
		Events tests = EngineTestKit.engine("junit-jupiter").selectors(selectClass(Cases.class)).execute().testEvents();
		assertThat(failure(tests, "tooManySelects")).contains("Expected at most 1 SELECT statement, but 2 were sent:",
				"MaxStatementsTests.Cases.tooManySelects:");
		assertThat(failure(tests, "tooManyInAll")).contains("Expected at most 0 statements, but 1 was sent:");
		assertThat(failure(tests, "repeated")).contains("Expected no read to be repeated (N+1), but 2 were sent:");
		assertThat(failure(tests, "broken")).isEqualTo("broken by itself");
		assertThat(failure(tests, "tooManyForTheClass")).contains("Expected at most 4 statements, but 5 were sent:");
		assertThat(failure(tests, "tooManyForTheEnclosingClass")).contains("Expected at most 4 statements");
		assertThat(tests.succeeded().stream()).map((event) -> event.getTestDescriptor().getDisplayName())
			.containsExactlyInAnyOrder("enough()", "repeatedOnPurpose()");
	}

	private static String failure(Events tests, String method) {
		return tests.failed()
			.stream()
			.filter((event) -> event.getTestDescriptor().getDisplayName().startsWith(method + "("))
			.flatMap((event) -> event.getPayload(TestExecutionResult.class)
				.flatMap(TestExecutionResult::getThrowable)
				.stream())
			.map(Throwable::getMessage)
			.findFirst()
			.orElse("passed");
	}

	/** Run by the test above, on their own most of them would fail. */
	// A context left open keeps the next ones from setting up their log
	@DirtiesContext
	@SpringBootTest(webEnvironment = WebEnvironment.NONE,
			properties = { "spring.datasource.url=jdbc:h2:mem:max-statements", "spring.sql.init.mode=never" })
	@MaxStatements(4)
	static class Cases {

		private final JdbcTemplate jdbc;

		Cases(@Autowired JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@BeforeEach
		void thisDoesNotCount() {
			List.of(1, 2, 3, 4, 5).forEach((number) -> select());
		}

		@Test
		@MaxStatements(select = 2)
		void enough() {
			select();
			select();
		}

		@Test
		@MaxStatements(select = 1)
		void tooManySelects() {
			select();
			select();
		}

		@Test
		@MaxStatements(0)
		void tooManyInAll() {
			select();
		}

		@Test
		@MaxStatements
		void repeated() {
			List.of(1, 2).forEach((number) -> select());
		}

		@Test
		@MaxStatements(value = 2, nPlusOne = true)
		void repeatedOnPurpose() {
			List.of(1, 2).forEach((number) -> select());
		}

		@Test
		@MaxStatements(0)
		void broken() {
			select();
			throw new AssertionError("broken by itself");
		}

		@Test
		void tooManyForTheClass() {
			List.of(1, 2, 3, 4, 5).forEach((number) -> select());
		}

		private void select() {
			this.jdbc.queryForList("select table_name from information_schema.tables where 1 = 0");
		}

		@Nested
		class Inner {

			@Test
			void tooManyForTheEnclosingClass() {
				List.of(1, 2, 3, 4, 5).forEach((number) -> select());
			}

		}

	}

}
