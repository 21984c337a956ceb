package io.dbmonitor.meter;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.alert.BuiltInRule;
import io.dbmonitor.alert.Threshold;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.ReferenceDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.convert.DurationStyle;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The reference tables are generated from the code.
 */
class ReferenceTests {

	@Test
	void metersAreThoseOfTheCode() throws IOException {
		String rows = DocumentedMeters.all().stream().map(ReferenceTests::row).collect(Collectors.joining("\n"));
		ReferenceDocument.of("meters.md")
			.is("""
					# Meters

					Generated from the code; a test holds each row to what is emitted. Gauges of the database's state are NaN
					while no fresh sample speaks for now, counters hold their last value.

					| Meter | Kind | Unit | Tags | Meaning | Prometheus |
					| --- | --- | --- | --- | --- | --- |
					"""
					+ rows + "\n");
	}

	@Test
	void propertiesAreThoseOfTheMetadata() throws IOException {
		try (InputStream metadata = Objects
			.requireNonNull(getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
			Json json = Json.parse(new String(metadata.readAllBytes(), UTF_8));
			String rows = json.objects("$.properties[*]")
				.stream()
				.sorted(Comparator.comparing((property) -> String.valueOf(property.get("name"))))
				.map((property) -> "| `" + property.get("name") + "` | " + value(property.get("defaultValue")) + " | "
						+ property.get("description") + " |")
				.collect(Collectors.joining("\n"));
			ReferenceDocument.of("properties.md").is("""
					# Properties

					Generated from the configuration metadata.

					| Property | Default | Meaning |
					| --- | --- | --- |
					""" + rows + "\n");
		}
	}

	@Test
	void scriptsAreThoseInTheJar() throws IOException {
		StringBuilder scripts = new StringBuilder();
		for (String name : List.of("schema-postgresql", "schema-postgresql-partitioned", "schema-mariadb",
				"schema-mysql", "schema-h2", "seals-postgresql")) {
			String script = "io/dbmonitor/audit/jdbc/" + name + ".sql";
			scripts.append("\n`").append(script).append("`:\n\n```sql\n");
			try (InputStream resource = Objects
				.requireNonNull(getClass().getClassLoader().getResourceAsStream(script))) {
				scripts.append(new String(resource.readAllBytes(), UTF_8));
			}
			scripts.append("```\n");
		}
		ReferenceDocument.of("audit-schema.md")
			.is("""
					# The tables of the audit

					Generated from the scripts in the jar `dbmonitor-spring-boot-autoconfigure`. To write, the application's role needs
					`INSERT` on the tables of change sets and changes, to read, `SELECT`. A retention needs `DELETE` on them too, `SELECT` on
					`dbmonitor_hold`, and `SELECT` and `UPDATE` on `dbmonitor_lock`; to place and lift holds takes `INSERT` and `DELETE` on `dbmonitor_hold`.
					Partitions are made and dropped by the role that owns the tables and their sequence. Seals need `SELECT` on change sets and changes, `SELECT` and
					`UPDATE` on `dbmonitor_lock`, and `SELECT` and `INSERT` on `dbmonitor_seal`, with a retention `DELETE` too.
					"""
					+ scripts);
	}

	@Test
	void alertRulesAreThoseOfTheCode() throws IOException {
		String rows = Stream.of(BuiltInRule.values()).map(ReferenceTests::row).collect(Collectors.joining("\n"));
		ReferenceDocument.of("alert-rules.md")
			.is("""
					# Alert rules

					Generated from the code. Each is changed by `dbmonitor.alert.rules.<name>`: `.threshold`, `.for`, `.severity`, `.enabled`.
					The window is `dbmonitor.alert.window`, five minutes by default. A threshold is from 0 to what stands behind it, `for` from
					0s to 168h. Where what a rule needs is not there, it is silent.

					| Rule | Value | Fires above | up to | For | Severity | Needs |
					| --- | --- | --- | --- | --- | --- | --- |
					"""
					+ rows + "\n");
	}

	private static String row(BuiltInRule rule) {
		Duration duration = rule.settings().duration();
		return "| `%s` | %s | %s | %s | %s | %s | %s |".formatted(rule.id(), rule.value(),
				limit(rule.settings().threshold()),
				(rule.maxLimit() > 0) ? limit(Threshold.above(rule.maxLimit())) : "not to be changed",
				duration.isZero() ? "at once" : DurationStyle.SIMPLE.print(duration, unit(duration)),
				rule.settings().severity().id(), rule.needs());
	}

	private static String limit(Threshold threshold) {
		return threshold.toString().replace("above ", "");
	}

	private static ChronoUnit unit(Duration duration) {
		return (duration.toHours() > 0) ? ChronoUnit.HOURS
				: (duration.toMinutes() > 0) ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
	}

	private static String value(@Nullable Object value) {
		if (value == null) {
			return "";
		}
		if (value instanceof List<?> values) {
			return values.stream().map((element) -> "`" + element + "`").collect(Collectors.joining(", "));
		}
		return "`" + value + "`";
	}

	private static String row(MeterInfo meter) {
		return "| `%s` | %s | %s | %s | %s | `%s` |".formatted(meter.name(),
				meter.kind().name().toLowerCase(Locale.ROOT), (meter.unit() != null) ? meter.unit() : "",
				meter.tags().stream().map((tag) -> "`" + tag + "`").collect(Collectors.joining(", ")),
				meter.description(), prometheusName(meter));
	}

	private static String prometheusName(MeterInfo meter) {
		String name = meter.name().replace('.', '_');
		return switch (meter.kind()) {
			case COUNTER -> withUnit(name, meter.unit()) + "_total";
			case TIMER, GAUGE -> withUnit(name, meter.unit());
		};
	}

	private static String withUnit(String name, @Nullable String unit) {
		return (unit == null || name.endsWith("_" + unit)) ? name : name + "_" + unit;
	}

}
