package io.dbmonitor.alert.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Says which property of alerts does not exist, and which could have been meant. Comes
 * before Boot's own analyzer, which shows values, and what is written in the wrong place
 * can be a secret.
 */
class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException>
		implements Ordered {

	private final PropertyTree known = new PropertyTree("dbmonitor.alert", AlertProperties.class);

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		List<ConfigurationProperty> unknown = cause.getUnboundProperties()
			.stream()
			.filter((property) -> this.known.covers(property.getName()))
			.toList();
		return unknown.isEmpty() ? null : new FailureAnalysis(
				unknown.stream().map(UnknownPropertyFailureAnalyzer::describe).collect(Collectors.joining("\n")),
				unknown.stream()
					.map((property) -> this.known.advice(property.getName()))
					.distinct()
					.collect(Collectors.joining("\n")),
				cause);
	}

	private static String describe(ConfigurationProperty property) {
		return "There is no property '" + property.getName() + "'."
				+ ((property.getOrigin() != null) ? "\n\n    Origin: " + property.getOrigin() : "");
	}

}
