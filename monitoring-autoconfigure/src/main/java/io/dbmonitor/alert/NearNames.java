package io.dbmonitor.alert;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what somebody may have meant who wrote a name that does not exist.
 */
public final class NearNames {

	/** One character in so many may be another, missing or too much. */
	private static final int CHARACTERS_PER_SLIP = 4;

	private NearNames() {
	}

	/**
	 * Return the names that come near.
	 * @param name the name that was written
	 * @param names those that exist
	 * @param max how many to return at most
	 * @return the nearest first, none where nothing is near
	 */
	public static List<String> of(String name, Collection<String> names, int max) {
		return names.stream()
			.distinct()
			.filter((candidate) -> isNear(name, candidate))
			.sorted(Comparator.comparingInt((String candidate) -> distance(name, candidate))
				.thenComparing(Comparator.naturalOrder()))
			.limit(max)
			.toList();
	}

	private static boolean isNear(String name, String candidate) {
		boolean part = Math.min(name.length(), candidate.length()) >= CHARACTERS_PER_SLIP
				&& (candidate.contains(name) || name.contains(candidate));
		return part || distance(name, candidate) <= Math.max(1, name.length() / CHARACTERS_PER_SLIP);
	}

	/** How many characters have to be changed, added or left out (Levenshtein). */
	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j < previous.length; j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[previous.length];
			current[0] = i;
			for (int j = 1; j < current.length; j++) {
				int changed = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
