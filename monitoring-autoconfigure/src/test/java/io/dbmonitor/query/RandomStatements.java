package io.dbmonitor.query;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes a template into statements that differ in what must not count: spacing, comments,
 * the case of words, the values and how they are spelled, and the length of lists.
 */
final class RandomStatements {

	private static final List<String> BLANKS = List.of(" ", " ", " ", "\n", "\t ", " /* it's */ ", " -- \"it\n",
			"/**//* ? /* $1 */ */");

	private static final String WITHOUT_BLANKS = "(),.[]=*";

	private static final List<String> STRINGS = List.of("'%s'", "E'%s'", "E'\\'%s\\\\'", "'it''s %s'", "$$%s$$",
			"$q$ '%s' $$ ? $q$", "'%s /* '", "'-- %s'", "'%s'\n'more'", "'\"%s'");

	private final Random random;

	RandomStatements(Random random) {
		this.random = random;
	}

	/** A statement with constants. */
	String render(String template) {
		StringBuilder statement = new StringBuilder();
		String previous = "";
		for (String token : template.split("\\s+", -1)) {
			String text = token.startsWith("{") ? constant(token) : changedCase(token);
			if (!previous.isEmpty()) {
				statement.append(blank(previous, text));
			}
			statement.append(text);
			previous = text;
		}
		return statement.toString();
	}

	/** The statement with one and the same value in all places. */
	String render(String template, String value) {
		String replacement = Matcher.quoteReplacement(value);
		return template.replaceAll("\\{(ints|texts)}", String.join(", ", replacement, replacement, replacement))
			.replaceAll("\\{[a-z]+}", replacement);
	}

	private String constant(String placeholder) {
		return switch (placeholder) {
			case "{int}" -> integer();
			case "{ints}" -> list(this::integer);
			case "{count}" -> String.valueOf(this.random.nextInt(1000));
			case "{decimal}" -> one(List.of("1.5", ".5", "1e3", "-2.25", "1_000.5", "4E-2"));
			case "{text}" -> string();
			case "{texts}" -> list(this::string);
			case "{bool}" -> one(List.of("true", "false", "FALSE", "True"));
			case "{interval}" -> one(List.of("'1 day'", "'2 hours'", "$$1 week$$", "E'3 days'"));
			case "{json}" -> one(List.of("'{\"a\": \"it''s\"}'", "'{}'", "$${\"b\": [1, 2]}$$"));
			default -> throw new IllegalArgumentException("No such placeholder: " + placeholder);
		};
	}

	private String integer() {
		int value = this.random.nextInt(100_000);
		return one(List.of(String.valueOf(value), "-" + value, "0x" + Integer.toHexString(value), "1_000", "0"));
	}

	private String string() {
		return one(STRINGS).replace("%s", Integer.toString(this.random.nextInt(100_000), Character.MAX_RADIX));
	}

	/** Never of one element, which the server takes for an equality. */
	private String list(Supplier<String> element) {
		return IntStream.range(0, 2 + this.random.nextInt(9))
			.mapToObj((i) -> element.get())
			.collect(Collectors.joining(one(List.of(",", ", ", " , ", ",\n"))));
	}

	private String changedCase(String word) {
		return switch (this.random.nextInt(4)) {
			case 0 -> word.toUpperCase(Locale.ROOT);
			case 1 -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
			default -> word;
		};
	}

	private String blank(String before, String after) {
		boolean optional = WITHOUT_BLANKS.indexOf(before.charAt(before.length() - 1)) >= 0
				|| WITHOUT_BLANKS.indexOf(after.charAt(0)) >= 0;
		return (optional && this.random.nextBoolean()) ? "" : one(BLANKS);
	}

	private String one(List<String> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
