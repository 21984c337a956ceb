package io.dbmonitor.alert.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.dbmonitor.alert.MeterReader;
import io.dbmonitor.autoconfigure.PropertyRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Looks for the meters of rules. One that is not there ends the start, as its rule would
 * be silent for ever.
 */
final class RequiredMeters {

	private final Supplier<@Nullable MeterReader> meters;

	/**
	 * Make the check.
	 * @param meters reads meters; gives {@code null} where there is no Micrometer
	 */
	RequiredMeters(Supplier<@Nullable MeterReader> meters) {
		this.meters = meters;
	}

	/**
	 * Look for a meter.
	 * @param property the property of the rule
	 * @param rule the rule
	 */
	void check(String property, AlertProperties.Rule rule) {
		String meter = String.valueOf(rule.meter());
		MeterReader reader = this.meters.get();
		PropertyRule.needs(property + ".meter", meter, reader != null,
				"Micrometer with a registry, such as that for Prometheus");
		if (reader != null && !reader.knows(meter, rule.tags())) {
			throw new InvalidConfigurationPropertyValueException(property + ".meter", meter,
					(reader.knows(meter, Map.of()) ? otherTags(meter, rule.tags(), reader.tags(meter))
							: unknown(meter, reader.similar(meter)))
							+ " Where the meter comes with its first use, write '" + property
							+ ".meter-required=false'.");
		}
	}

	private static String unknown(String meter, List<String> similar) {
		return "The application has no meter '" + meter + "'."
				+ (similar.isEmpty() ? "" : " Names that come near: " + String.join(", ", similar) + ".");
	}

	private static String otherTags(String meter, Map<String, String> tags, Map<String, Set<String>> there) {
		return "The application has the meter '" + meter + "', but none with the tags " + tags
				+ (there.isEmpty() ? ": it has no tags."
						: ". Its tags are " + there.entrySet()
							.stream()
							.map((tag) -> tag.getKey() + " (" + String.join(", ", tag.getValue()) + ")")
							.collect(Collectors.joining(", ")) + ".");
	}

}
