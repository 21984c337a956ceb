package io.dbmonitor.endpoint;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a section is asked: strings as they came, parsed here so that a bad one is
 * answered with a sentence.
 *
 * @param path the segments behind the section's name
 * @param parameters the query parameters that were given
 * @param showValues whether values that may be personal can be shown to who asks
 * @param actor who asks, {@code null} where that is not known
 */
public record SectionRequest(List<String> path, Map<String, String> parameters, boolean showValues,
		@Nullable String actor) {

	/** How many elements a list has unless {@code limit} says otherwise. */
	public static final int DEFAULT_LIMIT = 100;

	/** The largest {@code limit}. */
	public static final int MAX_LIMIT = 1000;

	/** The largest {@code offset}. */
	public static final int MAX_OFFSET = 1_000_000;

	/**
	 * Return a parameter.
	 * @param name its name
	 * @return its value, empty where it was not given
	 */
	public Optional<String> parameter(String name) {
		return Optional.ofNullable(this.parameters.get(name)).filter((value) -> !value.isBlank());
	}

	/**
	 * Return the parameter {@code limit}.
	 * @return how many elements to answer
	 * @throws SectionException if it is no number between 1 and {@value #MAX_LIMIT}
	 */
	public int limit() {
		return number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
	}

	/**
	 * Return the parameter {@code offset}.
	 * @return how many elements to skip, {@code 0} unless given
	 * @throws SectionException if it is no number between 0 and {@value #MAX_OFFSET}
	 */
	public int offset() {
		return number("offset", 0, MAX_OFFSET, 0);
	}

	/**
	 * Return a parameter that takes a whole number.
	 * @param name its name
	 * @param min the smallest that is allowed
	 * @param max the largest that is allowed
	 * @param fallback what holds where it was not given
	 * @return the number
	 * @throws SectionException if it is none between these
	 */
	public int number(String name, int min, int max, int fallback) {
		String value = parameter(name).orElse(String.valueOf(fallback));
		Integer number = parse(value);
		if (number == null || number < min || number > max) {
			throw SectionException.badRequest("The parameter '" + name + "' takes a number from " + min + " to " + max
					+ ", not '" + value + "'.");
		}
		return number;
	}

	private static @Nullable Integer parse(String value) {
		try {
			return Integer.valueOf(value);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Return a parameter that takes one of several words.
	 * @param <E> the enum of these words
	 * @param name its name
	 * @param type the enum
	 * @param fallback what holds where it was not given
	 * @return the constant whose name was given, in whatever case
	 * @throws SectionException if it is none of the words
	 */
	public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
		return choice(name, type).orElse(fallback);
	}

	/**
	 * Return a parameter that takes one of several words and has no default.
	 * @param <E> the enum of these words
	 * @param name its name
	 * @param type the enum
	 * @return the constant whose name was given, in whatever case
	 * @throws SectionException if it is none of the words
	 */
	public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
		return parameter(name).map((value) -> {
			for (E constant : type.getEnumConstants()) {
				if (constant.name().equalsIgnoreCase(value)) {
					return constant;
				}
			}
			List<String> allowed = List.of(type.getEnumConstants())
				.stream()
				.map((constant) -> constant.name().toLowerCase(Locale.ROOT))
				.toList();
			throw SectionException.badRequest("The parameter '" + name + "' takes one of " + String.join(", ", allowed)
					+ ", not '" + value + "'.");
		});
	}

	/**
	 * Return a parameter that takes a moment.
	 * @param name its name
	 * @return the moment, empty where it was not given
	 * @throws SectionException if it is no ISO-8601 moment
	 */
	public Optional<Instant> instant(String name) {
		return parameter(name).map((value) -> {
			try {
				return Instant.parse(value);
			}
			catch (DateTimeParseException ex) {
				throw SectionException.badRequest("The parameter '" + name
						+ "' takes a moment in UTC such as 2026-01-31T12:00:00Z, not '" + value + "'.");
			}
		});
	}

}
