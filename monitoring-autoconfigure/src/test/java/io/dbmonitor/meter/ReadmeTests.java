package io.dbmonitor.meter;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.test.SentStatementsAssert;
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
			.allSatisfy((meter) -> assertThat(documented)
				.contains(meter.replaceAll("(_seconds|_bytes)?(_count|_total)?$", "")));
	}

	@Test
	void filesExist() {
		assertThat(find("\\]\\(([^)h][^)]*)\\)")).isNotEmpty()
			.allSatisfy((file) -> assertThat(ROOT.resolve(file)).exists());
	}

	@Test
	void javaIsPartOfTheSamplesTests() throws IOException {
		String tests = Files
			.readString(ROOT.resolve("sample-app/src/test/java/sample/shop/order/OrderStatementsTests.java"));
		assertThat(find("```java\\n((?s:.*?))```")).isNotEmpty()
			.flatMap((block) -> List.of(block.strip().split("\\n\\n")))
			.allSatisfy(
					(method) -> assertThat(tests).contains(method.indent(0).stripTrailing().replaceAll("(?m)^", "\t")));
	}

	@Test
	void assertionsExist() throws IOException {
		String reference = Files.readString(ROOT.resolve("docs/reference/testing.md"));
		assertThat(find(reference, "`\\.(\\w+)\\("))
			.isEqualTo(Arrays.stream(SentStatementsAssert.class.getDeclaredMethods())
				.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
				.map(Method::getName)
				.collect(Collectors.toCollection(TreeSet::new)));
	}

	private Set<String> find(String pattern) {
		return find(this.readme, pattern);
	}

	private static Set<String> find(String text, String pattern) {
		Stream<MatchResult> found = Pattern.compile(pattern).matcher(text).results();
		return found.map((match) -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
	}

}
