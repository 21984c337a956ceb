package io.dbmonitor.alert;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules for Prometheus in the jar are those that the application evaluates.
 */
class ShippedRulesTests {

	private static final Map<String, Map<String, Object>> RULES = rules();

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> rules() {
		try (InputStream resource = Objects.requireNonNull(
				ShippedRulesTests.class.getResourceAsStream("/io/dbmonitor/alert/prometheus/dbmonitor-rules.yml"))) {
			Map<String, Object> file = new Yaml().load(resource);
			List<Map<String, Object>> groups = (List<Map<String, Object>>) Objects.requireNonNull(file.get("groups"));
			return groups.stream()
				.flatMap((group) -> ((List<Map<String, Object>>) Objects.requireNonNull(group.get("rules"))).stream())
				.collect(Collectors.toMap((rule) -> String.valueOf(rule.get("alert")), (rule) -> rule));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource
	void ruleIsShippedWithTheSameThresholdAndSeverity(BuiltInRule rule) {
		Map<String, Object> shipped = RULES.get(name(rule));
		assertThat(shipped).isNotNull();
		String limit = rule.settings().threshold().toString().replace("above ", "");
		String expression = String.valueOf(shipped.get("expr"));
		// Whether the database is up is the other way round
		assertThat(expression)
			.matches((rule == BuiltInRule.DATABASE_DOWN) ? ".*== 0" : ".*> " + limit + "( (and|or) .*)?");
		Object duration = shipped.getOrDefault("for", "0s");
		assertThat(DurationStyle.SIMPLE.parse(String.valueOf(duration))).isEqualTo(rule.settings().duration());
		assertThat(shipped.get("labels")).isEqualTo(Map.of("severity", rule.settings().severity().id()));
	}

	@Test
	void noOtherRuleIsShipped() {
		assertThat(RULES).containsOnlyKeys(Stream.of(BuiltInRule.values()).map(ShippedRulesTests::name).toList());
	}

	private static String name(BuiltInRule rule) {
		return Stream.of(rule.id().split("-"))
			.map((part) -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
			.collect(Collectors.joining("", "Dbmonitor", ""));
	}

}
