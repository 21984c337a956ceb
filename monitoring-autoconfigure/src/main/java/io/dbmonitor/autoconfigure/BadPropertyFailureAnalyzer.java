package io.dbmonitor.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Says what to write in place of a bad value of one of the monitor's properties. Comes
 * before Boot's own analyzer, which knows what was wrong but not what would be right.
 */
final class BadPropertyFailureAnalyzer implements FailureAnalyzer, Ordered {

	private final Environment environment;

	BadPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			FailureAnalysis analysis = analyzeCause(cause);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	private @Nullable FailureAnalysis analyzeCause(Throwable cause) {
		if (cause instanceof InvalidConfigurationPropertyValueException broken && isOwn(broken.getName())) {
			return analysis(broken.getName(), broken.getValue(), String.valueOf(broken.getReason()), cause,
					cause instanceof HiddenValueException);
		}
		if (cause instanceof BindException bind && isOwn(bind.getName().toString())) {
			String action = action(bind.getTarget().getType().resolve(Object.class));
			return (action != null) ? analysis(bind.getName().toString(), null, action, cause, false) : null;
		}
		return null;
	}

	private static boolean isOwn(String property) {
		return property.startsWith("dbmonitor.") || property.startsWith("management.endpoint.dbmonitor.");
	}

	private FailureAnalysis analysis(String name, @Nullable Object value, String action, Throwable cause,
			boolean hidden) {
		ConfigurationProperty property = find(name);
		// Not found is what can be written in several ways, such as the key of a map
		Object shown = (property != null && !hidden) ? property.getValue() : value;
		StringBuilder description = new StringBuilder("The property '").append(name)
			.append((shown != null) ? "' has a bad value:\n" : "' cannot be used as it is.\n");
		if (shown != null) {
			description.append("\n    Value: \"").append(shown).append('"');
		}
		if (property != null && property.getOrigin() != null) {
			description.append("\n    Origin: ").append(property.getOrigin());
		}
		return new FailureAnalysis(description.toString().stripTrailing(), action, cause);
	}

	private @Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.of(name);
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.map((source) -> source.getConfigurationProperty(propertyName))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String action(Class<?> type) {
		Class<?> target = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (target == Duration.class) {
			return "Write a duration, such as 500ms, 5s or 1m.";
		}
		if (target == Boolean.class) {
			return "Write true or false.";
		}
		if (target == Integer.class || target == Long.class) {
			return "Write a whole number.";
		}
		if (target == Double.class) {
			return "Write a number.";
		}
		return target.isEnum() ? "Write one of " + constants(target) + "." : null;
	}

	private static String constants(Class<?> type) {
		return Stream.of(type.getEnumConstants())
			.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
			.collect(Collectors.joining(", "));
	}

}
