package io.dbmonitor.audit;

import java.util.List;
import java.util.Locale;

/**
 * Which fields are never kept: those whose name contains one of some words, in whatever
 * case and with or without underscores.
 */
public final class Masking {

	private final List<String> words;

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
		String name = canonical(field);
		return this.words.stream().anyMatch(name::contains);
	}

	private static String canonical(String name) {
		return name.replaceAll("[_\\-\\s]", "").toLowerCase(Locale.ROOT);
	}

}
