package io.dbmonitor.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A bad value that nobody is to see, since it can be a secret.
 */
final class HiddenValueException extends InvalidConfigurationPropertyValueException {

	private static final long serialVersionUID = 1L;

	/**
	 * Make the exception.
	 * @param property the property's name
	 * @param shown what can be shown of the value; {@code null} for nothing
	 * @param reason what to write
	 */
	HiddenValueException(String property, @Nullable String shown, String reason) {
		super(property, shown, reason);
	}

}
