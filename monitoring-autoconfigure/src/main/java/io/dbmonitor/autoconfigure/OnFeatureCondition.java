package io.dbmonitor.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition of {@link ConditionalOnFeature}.
 */
class OnFeatureCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, Object> attributes = metadata.getAnnotationAttributes(ConditionalOnFeature.class.getName());
		String feature = (attributes != null) ? (String) attributes.getOrDefault("value", "") : "";
		List<String> switches = feature.isEmpty() ? List.of("dbmonitor.enabled")
				: List.of("dbmonitor.enabled", "dbmonitor." + feature + ".enabled");
		Environment environment = context.getEnvironment();
		for (String property : switches) {
			if (!isOn(environment, property)) {
				return ConditionOutcome
					.noMatch(ConditionMessage.forCondition(ConditionalOnFeature.class).because(property + " is false"));
			}
		}
		return ConditionOutcome
			.match(ConditionMessage.forCondition(ConditionalOnFeature.class).because("no switch is off"));
	}

	private static boolean isOn(Environment environment, String property) {
		try {
			return environment.getProperty(property, Boolean.class, true);
		}
		catch (ConversionException ex) {
			InvalidConfigurationPropertyValueException bad = new InvalidConfigurationPropertyValueException(property,
					environment.getProperty(property), "Write true or false.");
			bad.initCause(ex);
			throw bad;
		}
	}

}
