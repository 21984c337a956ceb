package io.dbmonitor.alert.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.dbmonitor.alert.AlertReading;
import io.dbmonitor.alert.AlertRule;
import io.dbmonitor.alert.AlertSettings;
import io.dbmonitor.alert.AlertSeverity;
import io.dbmonitor.alert.AlertSource;
import io.dbmonitor.alert.BuiltInRule;
import io.dbmonitor.alert.MeterReader;
import io.dbmonitor.alert.Threshold;
import io.dbmonitor.alert.metrics.RegistryMeterReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

/**
 * What properties make of the rules, and which of them cannot be meant.
 */
class AlertPropertyTests {

	private static final AlertRule OWN = AlertRule.of("stock-low",
			new AlertSettings(AlertSeverity.INFO, Threshold.below(5), Duration.ofMinutes(1)), (now) -> List.of());

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private ConfiguredRules rules(@Nullable MeterReader meters, String... properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		for (String property : properties) {
			source.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
		}
		return new ConfiguredRules(() -> List.of(OWN),
				new Binder(source).bindOrCreate("dbmonitor.alert", AlertProperties.class), () -> meters);
	}

	private List<AlertRule> rules(String... properties) {
		return rules(new RegistryMeterReader(this.registry), properties).rules();
	}

	@Test
	void rulesAreAsTheyAreWithoutProperties() {
		assertThat(rules()).containsExactly(OWN);
	}

	@Test
	void propertiesChangeARule() {
		AlertSettings settings = rules("dbmonitor.alert.rules.stock-low.threshold=3",
				"dbmonitor.alert.rules.stock-low.for=10s", "dbmonitor.alert.rules.stock-low.severity=critical")
			.get(0)
			.settings();
		assertThat(settings)
			.isEqualTo(new AlertSettings(AlertSeverity.CRITICAL, Threshold.below(3), Duration.ofSeconds(10)));
	}

	@Test
	void ruleIsFoundWithoutHyphens() {
		assertThat(rules("dbmonitor.alert.rules.stocklow.threshold=3").get(0).settings().threshold().limit())
			.isEqualTo(3);
	}

	@Test
	void ruleCanBeSwitchedOff() {
		assertThat(rules("dbmonitor.alert.rules.stock-low.enabled=false")).isEmpty();
	}

	@Test
	void ruleOnAGaugeReadsItsValue() {
		double[] queue = { 7 };
		this.registry.gauge("queue.size", List.of(Tag.of("name", "mail")), queue, (values) -> values[0]);
		this.registry.gauge("queue.size", List.of(Tag.of("name", "print")), queue, (values) -> 1);
		AlertRule rule = rules("dbmonitor.alert.rules.mails.meter=queue.size",
				"dbmonitor.alert.rules.mails.tags.name=mail", "dbmonitor.alert.rules.mails.above=5",
				"dbmonitor.alert.rules.mails.for=2m")
			.get(1);
		assertThat(rule.name()).isEqualTo("mails");
		assertThat(rule.settings())
			.isEqualTo(new AlertSettings(AlertSeverity.WARNING, Threshold.above(5), Duration.ofMinutes(2)));
		assertThat(rule.read(Instant.now())).singleElement().satisfies((reading) -> {
			assertThat(reading.value()).isEqualTo(7);
			assertThat(reading.labels()).isEqualTo(Map.of("name", "mail"));
			assertThat(reading.summary()).isEqualTo("queue.size is 7");
		});
	}

	@Test
	void ruleOnACounterReadsWhatItGrew() {
		AlertRule rule = rules("dbmonitor.alert.rules.sales.meter=sales", "dbmonitor.alert.rules.sales.below=1").get(1);
		assertThat(rule.read(Instant.EPOCH)).isEmpty();
		this.registry.counter("sales").increment(10);
		assertThat(value(rule, 0)).isZero();
		this.registry.counter("sales").increment(3);
		assertThat(rule.read(Instant.EPOCH.plusSeconds(10))).extracting(AlertReading::summary)
			.containsExactly("sales grew by 3 within 300 s");
		assertThat(value(rule, 10)).isEqualTo(3);
		assertThat(value(rule, 400)).isZero();
	}

	@Test
	void ruleOnATimerReadsItsMeanAndKnowsNoneWhereNothingWasTimed() {
		AlertRule rule = rules("dbmonitor.alert.rules.mails.meter=mail.sent", "dbmonitor.alert.rules.mails.above=5")
			.get(1);
		this.registry.timer("mail.sent").record(Duration.ofSeconds(100));
		assertThat(value(rule, 0)).isNaN();
		this.registry.timer("mail.sent").record(Duration.ofSeconds(2));
		this.registry.timer("mail.sent").record(Duration.ofSeconds(4).plusNanos(123_456_789));
		assertThat(rule.read(Instant.EPOCH.plusSeconds(10))).singleElement().satisfies((reading) -> {
			assertThat(reading.value()).isCloseTo(3.062, within(0.001));
			assertThat(reading.summary()).isEqualTo("The mean of mail.sent within 300 s is 3.062 s");
		});
		assertThat(value(rule, 400)).isNaN();
	}

	private static double value(AlertRule rule, int second) {
		return rule.read(Instant.EPOCH.plusSeconds(second)).stream().mapToDouble(AlertReading::value).sum();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					rules.lock-wiat.threshold=5           | rules.lock-wiat            | There is no rule 'lock-wiat'. Did you mean 'lock-wait'? Write one of audit-bypassed, audit-failures,
					rules.lock-wiat.threshold=5           | rules.lock-wiat            | sequence-used, slot-inactive, slot-retained, slower-than-usual, stock-low, suspected-leak, xid-age
					rules.lock-wait.threshold=-1          | rules.lock-wait.threshold  | Write a number from 0.0 to 86400.0.
					rules.rollback-ratio.threshold=50     | rules.rollback-ratio.threshold | Write a number from 0.0 to 0.99.
					rules.rollback-ratio.threshold=NaN    | rules.rollback-ratio.threshold | Write a number from 0.0 to 0.99.
					rules.database-down.threshold=1       | rules.database-down.threshold | It needs no threshold
					rules.audit-tampered.threshold=1      | rules.audit-tampered.threshold | It needs no threshold
					rules.lock-wait.for=-1s               | rules.lock-wait.for        | Write a duration from 0ms to 168h
					rules.lock-wait.for=30d               | rules.lock-wait.for        | Write a duration from 0ms to 168h
					rules.lock-wait.above=5               | rules.lock-wait.above      | the limit of this rule is its 'threshold'
					rules.lock-wait.below=5               | rules.lock-wait.below      | the limit of this rule is its 'threshold'
					rules.lock-wait.tags.a=b              | rules.lock-wait.tags       | needs a meter
					rules.lock-wait.meter=a.b             | rules.lock-wait            | there is a rule 'lock-wait' already
					rules.mine.meter=a.b                  | rules.mine                 | a limit: 'above' or 'below'
					rules.mine.meter=a.b, rules.mine.above=1, rules.mine.below=2 | rules.mine | either 'above' or 'below', not both
					rules.mine.meter=a.b, rules.mine.above=NaN | rules.mine.above      | Write a number
					rules.mine.meter=a.b, rules.mine.threshold=1 | rules.mine.threshold | 'above' or 'below' in its place
					silences[0].rule=lock-wiat, silences[0].until=2030-01-01T00:00:00Z | silences[0].rule | There is no rule 'lock-wiat'. Did you mean 'lock-wait'? Write all or one of audit-bypassed,
					silences[0].rule=lock-wait            | silences[0].until          | a time behind the silence's beginning
					silences[0].until=2030-01-01T00:00:00Z, silences[1].rule=lock-wait | silences[1].until | a time behind
					silences[0].until=2030-01-01T00:00:00Z, silences[0].from=2031-01-01T00:00:00Z | silences[0].until | behind the silence's beginning
					webhook.url=alerts.example.com/hook   | webhook.url                | Write a whole address with http or https and a host
					webhook.url=ftp://alerts.example.com  | webhook.url                | Write a whole address with http or https and a host
					webhook.url=http://                   | webhook.url                | Write a whole address with http or https and a host
					webhook.url=http://localhost:99999    | webhook.url                | Write a whole address with http or https and a host
					alertmanager.labels.a-team=orders     | alertmanager.labels.a-team | letters, digits and underscores in its name
					alertmanager.urls=localhost:9093      | alertmanager.urls          | Write a whole address with http or https and a host
					interval=1ms                          | interval                   | Write a duration from 100ms to 10m
					delivery.attempts=0                   | delivery.attempts          | Write a number from 1 to 20.
					""")
	void whatCannotBeMeantIsNamedWithWhatIsAllowed(String properties, String property, String allowed) {
		InvalidConfigurationPropertyValueException bad = bad(
				Arrays.stream(properties.split(", ")).map("dbmonitor.alert."::concat).toArray(String[]::new));
		assertThat(bad.getName()).isEqualTo("dbmonitor.alert." + property);
		assertThat(bad.getReason()).contains(allowed);
		assertThat(bad.getValue()).isNotEqualTo("null");
	}

	private InvalidConfigurationPropertyValueException bad(String... properties) {
		Throwable failure = catchThrowable(() -> rules(properties));
		while (failure != null && !(failure instanceof InvalidConfigurationPropertyValueException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isInstanceOf(InvalidConfigurationPropertyValueException.class);
		return (InvalidConfigurationPropertyValueException) Objects.requireNonNull(failure);
	}

	@ParameterizedTest
	@CsvSource({ "webhook.url=https://hooks.example.com:99999/services/s3cret, https://hooks.example.com/…",
			"webhook.url=https://u:s3cret@hooks.example.com/x, https://hooks.example.com/…",
			"webhook.url=hooks.example.com/services/s3cret,", "webhook.url=https://hooks.example.com/s3cret{,",
			"alertmanager.urls=http://u:s3cret@alerts:9093, http://alerts/…" })
	void addressIsNotShownWhole(String property, @Nullable String shown) {
		InvalidConfigurationPropertyValueException bad = bad("dbmonitor.alert." + property);
		assertThat(bad.getValue()).isEqualTo(shown);
		assertThat(bad).hasNoCause();
		assertThat(bad.getMessage()).doesNotContain("s3cret");
		if (property.contains("@")) {
			assertThat(bad.getReason()).contains("without user and password", ".headers.Authorization'");
		}
	}

	@Test
	void healthTakesTheStatusesThatThereAre() {
		MockEnvironment environment = new MockEnvironment();
		check("UP", environment);
		check("OUT_OF_SERVICE", environment);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> check("FATAL", environment))
			.satisfies((bad) -> assertThat(bad.getName()).isEqualTo("dbmonitor.alert.health-status.critical"))
			.satisfies((bad) -> assertThat(bad.getReason()).contains("one of UP, DOWN, OUT_OF_SERVICE, UNKNOWN",
					"'management.endpoint.health.status.order'"));
		environment.setProperty("management.endpoint.health.status.order", "fatal,down,up");
		check("FATAL", environment);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> check("down", environment));
	}

	private static void check(String status, MockEnvironment environment) {
		HealthStatuses.checked(Map.of(AlertSeverity.CRITICAL, status), environment);
	}

	@Test
	void limitOfARuleIsTheConfiguredOne() {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		source.put("dbmonitor.alert.rules.longtransaction.threshold", "7");
		AlertProperties properties = new Binder(source).bindOrCreate("dbmonitor.alert", AlertProperties.class);
		assertThat(ConfiguredRules.limit(BuiltInRule.LONG_TRANSACTION, properties)).isEqualTo(7);
		assertThat(ConfiguredRules.limit(BuiltInRule.LONG_STATEMENT, properties)).isEqualTo(60);
	}

	@Test
	void instanceIsTheConfiguredOneElseTheMachine() throws UnknownHostException {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "shop");
		assertThat(SourceName.of(environment, null).get())
			.hasToString("shop on " + InetAddress.getLocalHost().getHostName());
		environment.setProperty("HOSTNAME", "pod-1");
		assertThat(SourceName.of(environment, null).get()).isEqualTo(new AlertSource("shop", "pod-1"));
		assertThat(SourceName.of(environment, "mine").get().instance()).isEqualTo("mine");
	}

	@Test
	void unknownMeterIsNamedWithThoseThatComeNear() {
		this.registry.counter("http.server.requests");
		this.registry.counter("orders.placed");
		ConfiguredRules rules = rules(new RegistryMeterReader(this.registry),
				"dbmonitor.alert.rules.mine.meter=orders.palced", "dbmonitor.alert.rules.mine.above=1");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(rules::checkMeters)
			.satisfies((bad) -> assertThat(bad.getName()).isEqualTo("dbmonitor.alert.rules.mine.meter"))
			.satisfies((bad) -> assertThat(bad.getReason()).startsWith("The application has no meter 'orders.palced'.")
				.contains("near: orders.placed. Where", "dbmonitor.alert.rules.mine.meter-required=false"));
	}

	@Test
	void nothingIsNamedWhereNothingComesNear() {
		this.registry.counter("http.server.requests");
		ConfiguredRules rules = rules(new RegistryMeterReader(this.registry), "dbmonitor.alert.rules.mine.meter=mails",
				"dbmonitor.alert.rules.mine.above=1");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(rules::checkMeters)
			.satisfies((bad) -> assertThat(bad.getReason())
				.startsWith("The application has no meter 'mails'. Where the meter comes"));
	}

	@Test
	void unknownTagsAreNamedToo() {
		for (int i = 0; i < 30; i++) {
			this.registry.counter("orders.placed", "shop", "a" + i);
		}
		ConfiguredRules rules = rules(new RegistryMeterReader(this.registry),
				"dbmonitor.alert.rules.mine.meter=orders.placed", "dbmonitor.alert.rules.mine.tags.shop=b",
				"dbmonitor.alert.rules.mine.above=1");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(rules::checkMeters)
			.satisfies((bad) -> assertThat(bad.getReason())
				.contains("has the meter 'orders.placed', but none with the tags {shop=b}. Its tags are shop (a")
				.hasSizeLessThan(300));
	}

	@Test
	void meterThatComesLaterNeedNotBeThere() {
		rules(new RegistryMeterReader(this.registry), "dbmonitor.alert.rules.mine.meter=orders.placed",
				"dbmonitor.alert.rules.mine.above=1", "dbmonitor.alert.rules.mine.meter-required=false",
				"dbmonitor.alert.rules.size.meter=dbmonitor.database.size", "dbmonitor.alert.rules.size.above=1")
			.checkMeters();
	}

	@Test
	void ruleOnAMeterNeedsMicrometer() {
		ConfiguredRules rules = rules((MeterReader) null, "dbmonitor.alert.rules.mine.meter=orders.placed",
				"dbmonitor.alert.rules.mine.above=1");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(rules::checkMeters)
			.satisfies((bad) -> assertThat(bad.getReason()).contains("Micrometer"));
		assertThat(rules.rules().get(1).read(Instant.now())).isEmpty();
	}

}
