package io.dbmonitor.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
		assertThat(between(output, "Description:", "Action:")).contains("'dbmonitor.alert.rules.lock-wiat'")
			.doesNotContain("Value:");
		assertThat(after(output, "Action:")).contains(
				"There is no rule 'lock-wiat'. Did you mean 'lock-wait'? Write one of audit-bypassed,", "lock-wait",
				"'dbmonitor.alert.rules.lock-wiat.meter'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					rules.lock-wait.treshold | Did you mean 'dbmonitor.alert.rules.lock-wait.threshold'? Below 'dbmonitor.alert.rules.lock-wait' there are above, below, enabled, for,
					webhok.url               | Did you mean 'dbmonitor.alert.webhook.url'? Below 'dbmonitor.alert' there are alertmanager, delivery,
					resolve-affter           | Did you mean 'dbmonitor.alert.resolve-after'?
					silences[0].unti         | Did you mean 'dbmonitor.alert.silences[0].until'? Below 'dbmonitor.alert.silences[0]' there are from, reason, rule, until.
					alertmanager.token       | Below 'dbmonitor.alert.alertmanager' there are headers, labels, resend-interval, urls.
					""")
	void propertyOfAlertsThatDoesNotExistIsNamedWithThoseThatDo(String property, String action, CapturedOutput output) {
		assertThatThrownBy(() -> start("dbmonitor.alert." + property + "=s3cret"));
		assertThat(between(output, "Description:", "Action:"))
			.contains("There is no property 'dbmonitor.alert." + property + "'.", "defaultProperties");
		assertThat(after(output, "Action:")).contains("\n" + action);
		assertThat(output).doesNotContain("s3cret");
	}

	@ParameterizedTest
	@CsvSource({ "webhook.url, https://hooks.example.com:99999/s3cret, \"https://hooks.example.com/…\"",
			"webhook.url, hooks.example.com/s3cret, cannot be used as it is",
			"alertmanager.urls, http://u:s3cret@alerts:9093, \"http://alerts/…\"" })
	void addressThatCannotBeUsedIsNotShownWhole(String property, String value, String shown, CapturedOutput output) {
		assertThatThrownBy(() -> start("dbmonitor.alert." + property + "=" + value));
		assertThat(between(output, "Description:", "Action:")).contains("'dbmonitor.alert." + property + "'", shown,
				"defaultProperties");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void statusThatHealthDoesNotKnowIsNamedWithThoseThatItDoes(CapturedOutput output) {
		assertThatThrownBy(() -> start("dbmonitor.alert.health-status.critical=BROKEN"));
		assertThat(between(output, "Description:", "Action:")).contains("\"BROKEN\"");
		assertThat(after(output, "Action:")).contains("It needs one of UP, DOWN, OUT_OF_SERVICE, UNKNOWN");
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
