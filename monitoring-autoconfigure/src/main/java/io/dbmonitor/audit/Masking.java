package io.dbmonitor.audit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which fields are never kept: those whose name contains one of some words, in whatever
 * case and with or without separators. A short word, which could be a part of many an
 * innocent name, has to be a word of the name: {@code ssn} masks {@code customerSsn} but
 * not {@code businessName}.
 */
public final class Masking {

	private static final int SHORT = 4;

	private final List<String> words;

	/** As many as there are fields. */
	private final Map<String, Boolean> known = new ConcurrentHashMap<>();

	/**
	 * Mask fields by words.
	 * @param words the words
	 */
	public Masking(List<String> words) {
		this.words = words.stream().map(Masking::canonical).filter((word) -> !word.isEmpty()).toList();
	}

	/**
	 * Whether a field is masked.
	 * @param field its name; of a field in an embeddable the whole path
	 * @return whether its values must not be kept
	 */
	public boolean isMasked(String field) {
		return this.known.computeIfAbsent(field, this::matches);
	}

	private boolean matches(String field) {
		String separated = field.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
		List<String> parts = List.of(separated.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
		String name = canonical(field);
		return this.words.stream()
			.anyMatch((word) -> (word.length() > SHORT) ? name.contains(word) : parts.contains(word));
	}

	private static String canonical(String name) {
		return name.replaceAll("[_\\-\\s]", "").toLowerCase(Locale.ROOT);
	}

}
