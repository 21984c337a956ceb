package io.dbmonitor.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Statements to compare fingerprints by: what the sample application sends, what people
 * write, and what is made of templates.
 */
final class Corpus {

	private static final long SEED = 18;

	private static final int RENDERINGS = 4;

	private Corpus() {
	}

	static String schema() {
		return text("corpus-schema.sql");
	}

	static List<String> sample() {
		return statements(text("corpus-sample.sql"));
	}

	static List<String> handwritten() {
		return statements(text("corpus-handwritten.sql"));
	}

	static List<String> templates() {
		return statements(text("corpus-templates.sql"));
	}

	/** The same statements at each run. */
	static List<String> generated() {
		RandomStatements random = new RandomStatements(new Random(SEED));
		List<String> generated = new ArrayList<>();
		for (String template : templates()) {
			for (int i = 0; i < RENDERINGS; i++) {
				generated.add(random.render(template));
			}
		}
		return generated;
	}

	/** Blocks parted by empty lines, without the lines that are headings. */
	static List<String> statements(String text) {
		return Arrays.stream(text.split("\n\\s*\n"))
			.map((block) -> block.lines().filter((line) -> !line.startsWith("#")).collect(Collectors.joining("\n")))
			.map(String::strip)
			.filter((statement) -> !statement.isEmpty())
			.toList();
	}

	private static String text(String name) {
		try (InputStream resource = Objects.requireNonNull(Corpus.class.getResourceAsStream(name))) {
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
