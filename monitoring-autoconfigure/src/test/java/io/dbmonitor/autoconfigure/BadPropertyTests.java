package io.dbmonitor.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A bad property ends the start with a text that says what to write.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadPropertyTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dbmonitor.database.interval             | -1s    | Write a duration from 100ms to 1h, such as 5s.
			dbmonitor.database.interval             | 1ms    | Write a duration from 100ms to 1h, such as 5s.
			dbmonitor.database.timeout              | 2h     | Write a duration from 1s to 1m, such as 5s.
			dbmonitor.query.max-statements          | 0      | Write a number from 1 to 100000.
			dbmonitor.query.max-length              | -5     | Write a number from 64 to 100000.
			dbmonitor.alert.rules.lock-wait.threshold | -1   | Write a number from 0.0 to 86400.0.
			dbmonitor.alert.webhook.url             | localhost:9 | Write a whole address with http or https and a host
			""")
	void valueOutOfRangeIsNamedWithTheRange(String property, String value, String action, CapturedOutput output) {
		assertThatThrownBy(() -> start(property + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START");
		assertThat(between(output, "Description:", "Action:")).contains(property, '"' + value + '"');
		assertThat(after(output, "Action:")).contains(action);
	}

	@Test
	void valueOutOfRangeIsNamedWithItsOrigin(CapturedOutput output) {
		assertThatThrownBy(() -> start("dbmonitor.query.max-statements=0"));
		assertThat(between(output, "Description:", "Action:")).contains("defaultProperties");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dbmonitor.database.interval               | often     | Write a duration, such as 500ms, 5s or 1m.
			dbmonitor.query.max-statements            | many      | Write a whole number.
			dbmonitor.query.enabled                   | maybe     | Write true or false.
			dbmonitor.enabled                         | maybe     | Write true or false.
			management.endpoint.dbmonitor.show-values | sometimes | Write one of never, when-authorized, always.
			""")
	void valueOfTheWrongKindIsNamedWithWhatIsAllowed(String property, String value, String action,
			CapturedOutput output) {
		assertThatThrownBy(() -> start(property + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START");
		assertThat(between(output, "Description:", "Action:")).contains(property, value, "defaultProperties");
		assertThat(after(output, "Action:")).contains(action);
	}

	@Test
	void ruleThatDoesNotExistIsNamedWithThoseThatDo(CapturedOutput output) {
		assertThatThrownBy(() -> start("dbmonitor.alert.rules.lock-wiat.threshold=5"));
		assertThat(between(output, "Description:", "Action:")).contains("'dbmonitor.alert.rules.lock-wiat'");
		assertThat(after(output, "Action:")).contains("There is no rule 'lock-wiat'. Write one of audit-bypassed,",
				"lock-wait", "'dbmonitor.alert.rules.lock-wiat.meter'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dbmonitor.alert.rules.lock-wait.treshold", "dbmonitor.alert.webhok.url",
			"dbmonitor.alert.resolve-affter" })
	void propertyOfAlertsThatDoesNotExistIsNamed(String property, CapturedOutput output) {
		assertThatThrownBy(() -> start(property + "=5"));
		assertThat(between(output, "Description:", "Action:")).contains(property);
	}

	@Test
	void meterThatDoesNotExistIsNamedWithThoseThatComeNear(CapturedOutput output) {
		assertThatThrownBy(() -> start("dbmonitor.alert.rules.busy.meter=dbmonitor.pool.pendin",
				"dbmonitor.alert.rules.busy.above=5"));
		assertThat(between(output, "Description:", "Action:")).contains("'dbmonitor.alert.rules.busy.meter'",
				"\"dbmonitor.pool.pendin\"");
		assertThat(after(output, "Action:")).contains("dbmonitor.pool.pending",
				"'dbmonitor.alert.rules.busy.meter-required=false'");
	}

	@Test
	void badPropertiesOfOthersAreLeftToBoot(CapturedOutput output) {
		assertThatThrownBy(() -> start("spring.datasource.hikari.maximum-pool-size=many"));
		assertThat(after(output, "Action:")).contains("Update your application's configuration");
	}

	@Test
	void goodValuesAtTheEdgesLetTheApplicationStart(CapturedOutput output) {
		start("dbmonitor.database.interval=100ms", "dbmonitor.query.max-statements=1",
				"management.endpoint.dbmonitor.show-values=when-authorized");
		assertThat(output).doesNotContain("APPLICATION FAILED TO START");
	}

	private static void start(String... properties) {
		new SpringApplicationBuilder(Application.class)
			.properties("spring.main.web-application-type=none", "spring.data.jpa.repositories.enabled=false",
					"spring.datasource.url=jdbc:h2:mem:bad", "management.endpoints.web.exposure.include=*",
					"management.endpoint.dbmonitor.access=read-only")
			.properties(properties)
			.run()
			.close();
	}

	private static String between(CapturedOutput output, String start, String end) {
		String text = output.toString();
		return text.substring(text.indexOf(start), text.indexOf(end));
	}

	private static String after(CapturedOutput output, String start) {
		String text = output.toString();
		return text.substring(text.indexOf(start));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class Application {

	}

}
