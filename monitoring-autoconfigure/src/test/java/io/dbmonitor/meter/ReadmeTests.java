package io.dbmonitor.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README names exists.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("..");

	private final String readme = Files.readString(ROOT.resolve("README.md"));

	ReadmeTests() throws IOException {
	}

	@Test
	void propertiesExist() throws IOException {
		String reference = Files.readString(ROOT.resolve("docs/reference/properties.md"));
		assertThat(find("`((?:dbmonitor|management\\.endpoint\\.dbmonitor)\\.[a-z.-]+)`")).isNotEmpty()
			.allSatisfy((property) -> assertThat(reference).contains("`" + property + "`"));
	}

	@Test
	void metersExist() {
		Set<String> documented = DocumentedMeters.all()
			.stream()
			.map((meter) -> meter.name().replace('.', '_'))
			.collect(Collectors.toSet());
		assertThat(find("\\b((?:db_client|dbmonitor)_[a-z_]+)\\b")).isNotEmpty()
			.allSatisfy(
					(meter) -> assertThat(documented).contains(meter.replaceAll("(_seconds)?(_count|_total)?$", "")));
	}

	@Test
	void filesExist() {
		assertThat(find("\\]\\(([^)h][^)]*)\\)")).isNotEmpty()
			.allSatisfy((file) -> assertThat(ROOT.resolve(file)).exists());
	}

	private Set<String> find(String pattern) {
		Stream<MatchResult> found = Pattern.compile(pattern).matcher(this.readme).results();
		return found.map((match) -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
	}

}
