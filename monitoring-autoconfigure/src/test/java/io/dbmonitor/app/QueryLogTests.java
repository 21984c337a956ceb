package io.dbmonitor.app;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log tells of executions.
 */
@ExtendWith(OutputCaptureExtension.class)
class QueryLogTests {

	/** Spring Boot hands it on to the logging system and leaves it there. */
	@AfterEach
	void forgetTheFormat() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void nothingByDefault(CapturedOutput output) {
		run("default");
		assertThat(output).doesNotContain("dbmonitor.query");
	}

	@Test
	void eachExecutionWithoutValues(CapturedOutput output) {
		run("all", "dbmonitor.query.log=all");
		assertThat(output.toString().lines().filter((line) -> line.contains("select name from logged"))).singleElement()
			.asString()
			.contains("dbmonitor.query", "\"rows\":1,", "\"operation\":\"SELECT\"", "\"caller\":\"QueryLogTests.run:",
					"\"statement\":\"select name from logged where name = ?\"", "\"millis\":", "\"statementId\":")
			.doesNotContain("secret");
	}

	@Test
	void valuesWhereTheyAreAskedFor(CapturedOutput output) {
		run("values", "dbmonitor.query.log=all", "dbmonitor.query.log-values=true");
		assertThat(output.toString().lines().filter((line) -> line.contains("select name from logged"))).singleElement()
			.asString()
			.contains("\"values\":[\"secret\"]");
	}

	@Test
	void onlySlowOnes(CapturedOutput output) {
		run("slow", "dbmonitor.query.log=slow", "dbmonitor.query.slow-threshold=1h");
		assertThat(output).doesNotContain("dbmonitor.query");
	}

	private static void run(String name, String... properties) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.datasource.url=jdbc:h2:mem:log-" + name, "logging.structured.format.console=logstash")
			.properties(properties)
			.run()) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table logged (name varchar(20))");
			jdbc.update("insert into logged values ('secret')");
			assertThat(jdbc.queryForList("select name from logged where name = ?", "secret")).hasSize(1);
		}
	}

}
