package io.dbmonitor.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A document of the reference that is generated. Where it differs from what it should be,
 * run the test with {@code -Ddbmonitor.test.update-reference=true}, which writes it anew.
 */
public final class ReferenceDocument {

	private static final Path REFERENCE = Path.of("..", "docs", "reference");

	private final Path path;

	private ReferenceDocument(Path path) {
		this.path = path;
	}

	/**
	 * The document of a name.
	 * @param file the file's name
	 */
	public static ReferenceDocument of(String file) {
		return new ReferenceDocument(REFERENCE.resolve(file));
	}

	/** Assert that all of it was generated. */
	public void is(String expected) throws IOException {
		if (Boolean.getBoolean("dbmonitor.test.update-reference")) {
			Files.createDirectories(REFERENCE);
			Files.writeString(this.path, expected);
		}
		assertThat(this.path).content().isEqualTo(expected);
	}

	/**
	 * Assert that it was generated up to a heading, below which it is written by hand.
	 */
	public void isUpTo(String heading, String expected) throws IOException {
		String content = Files.readString(this.path);
		assertThat(content).contains(heading);
		is(expected + content.substring(content.indexOf(heading)));
	}

}
