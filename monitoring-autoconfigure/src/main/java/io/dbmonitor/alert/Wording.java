package io.dbmonitor.alert;

import java.util.Locale;

/**
 * Figures in the sentences of alerts.
 */
final class Wording {

	private Wording() {
	}

	static String percent(double ratio) {
		return String.format(Locale.ROOT, "%.1f %%", ratio * 100);
	}

	static String count(double count) {
		return String.format(Locale.ROOT, "%.0f", count);
	}

	static String seconds(double seconds) {
		return count(seconds) + " s";
	}

	/**
	 * Count something.
	 * @param count how many
	 * @param one what is said of one, such as {@code session waits}
	 * @param many what is said of any other number, such as {@code sessions wait}
	 */
	static String count(double count, String one, String many) {
		String number = count(count);
		return number + " " + (number.equals("1") ? one : many);
	}

}
