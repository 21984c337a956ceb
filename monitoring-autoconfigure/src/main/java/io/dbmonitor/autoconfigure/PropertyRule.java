package io.dbmonitor.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;

/**
 * Rules for values of properties. What breaks one fails the start with Boot's own failure
 * analysis, which names the property, its value and where it comes from.
 */
public final class PropertyRule {

	private static final String URL = "Write a whole address with http or https and a host, such as https://alerts.example.com/hook.";

	private static final int MAX_PORT = 65_535;

	private PropertyRule() {
	}

	/**
	 * Require a number in a range.
	 * @param property the property's name
	 * @param value its value
	 * @param min the smallest that is allowed
	 * @param max the largest that is allowed
	 */
	public static void range(String property, int value, int min, int max) {
		if (value < min || value > max) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"Write a number from " + min + " to " + max + ".");
		}
	}

	/**
	 * Require a number in a range.
	 * @param property the property's name
	 * @param value its value
	 * @param min the smallest that is allowed
	 * @param max the largest that is allowed
	 */
	public static void range(String property, double value, double min, double max) {
		if (!(value >= min && value <= max)) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"Write a number from " + min + " to " + max + ".");
		}
	}

	/**
	 * Require a duration in a range.
	 * @param property the property's name
	 * @param value its value
	 * @param min the shortest that is allowed
	 * @param max the longest that is allowed
	 */
	public static void range(String property, Duration value, Duration min, Duration max) {
		if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
			throw new InvalidConfigurationPropertyValueException(property, print(value),
					"Write a duration from " + print(min) + " to " + print(max) + ", such as 5s.");
		}
	}

	/**
	 * Require the address of a web server. As it can have secrets in it, no more of a bad
	 * one is shown than the scheme and the host.
	 * @param property the property's name
	 * @param value its value
	 * @param headers the property with headers to send, where credentials belong
	 * @return the address
	 */
	public static URI url(String property, String value, String headers) {
		URI uri;
		try {
			uri = new URI(value.strip());
		}
		catch (URISyntaxException ex) {
			// Not as the cause, which has the value in its message
			throw new HiddenValueException(property, null, URL);
		}
		String shown = (uri.getHost() != null) ? uri.getScheme() + "://" + uri.getHost() + "/…" : null;
		if (uri.getRawUserInfo() != null) {
			throw new HiddenValueException(property, shown,
					"Write the address without user and password, and these as '" + headers
							+ ".Authorization', such as 'Basic' and both, joined by a colon, in Base64.");
		}
		if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
				|| uri.getPort() > MAX_PORT) {
			throw new HiddenValueException(property, shown, URL);
		}
		return uri;
	}

	/**
	 * Require what a property needs.
	 * @param property the property's name
	 * @param value its value; {@code null} where there is none to show
	 * @param met whether it has what it needs
	 * @param needs what it needs, and why
	 */
	public static void needs(String property, @Nullable Object value, boolean met, String needs) {
		if (!met) {
			throw new InvalidConfigurationPropertyValueException(property, value, "It needs " + needs + ".");
		}
	}

	/** In the largest unit that it is whole in. */
	private static String print(Duration duration) {
		return Stream.of(ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)
			.filter((unit) -> !duration.isZero() && duration.toMillis() % unit.getDuration().toMillis() == 0)
			.findFirst()
			.map((unit) -> DurationStyle.SIMPLE.print(duration, unit))
			.orElseGet(() -> DurationStyle.SIMPLE.print(duration));
	}

}
