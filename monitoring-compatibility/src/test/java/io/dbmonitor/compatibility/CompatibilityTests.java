package io.dbmonitor.compatibility;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.Proves.Area;
import io.dbmonitor.testing.ReferenceDocument;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said to work is proven by a test: the table is generated from the tests.
 */
class CompatibilityTests {

	private static final String BEGIN = """
			# What it works with

			Generated from the tests: each row is what the test class beside it proves on the real thing, whenever the project is
			checked. Below is what is known not to work.
			""";

	private static final String COLUMNS = """
			| | What works | Proven by |
			| --- | --- | --- |
			""";

	@Test
	void theTableIsThatOfTheTests() throws IOException {
		Map<Area, List<Row>> rows = rows().collect(Collectors.groupingBy(Row::area, TreeMap::new, Collectors.toList()));
		String tables = rows.entrySet()
			.stream()
			.map((area) -> "\n## " + area.getKey().title() + "\n\n" + COLUMNS + table(area.getValue()))
			.collect(Collectors.joining());
		ReferenceDocument.of("compatibility.md").isUpTo("\n## Not supported\n", BEGIN + tables);
	}

	private static String table(List<Row> rows) {
		return rows.stream()
			.sorted(Comparator.comparing(Row::subject, String.CASE_INSENSITIVE_ORDER).thenComparing(Row::test))
			.map((row) -> "| %s | %s | `%s` |\n".formatted(row.subject(), row.note(), row.test()))
			.collect(Collectors.joining());
	}

	private static Stream<Row> rows() {
		return new Scanner().findCandidateComponents("io.dbmonitor")
			.stream()
			.map((definition) -> String.valueOf(definition.getBeanClassName()))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.flatMap(
					(type) -> Stream.of(type.getAnnotationsByType(Proves.class)).map((proves) -> Row.of(proves, type)));
	}

	private record Row(Area area, String subject, String note, String test) {

		static Row of(Proves proves, Class<?> type) {
			String test = ClassUtils.getShortName(type);
			// Others are not run
			assertThat(test).matches("\\w+Tests(\\.\\w+)?");
			return new Row(proves.area(), proves.subject(), proves.note(), test);
		}

	}

	/** Finds test classes in the projects' folders and jars, nested ones too. */
	private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

		Scanner() {
			super(false);
			addIncludeFilter(new AnnotationTypeFilter(Proves.class, false));
			addIncludeFilter(new AnnotationTypeFilter(Proves.All.class, false));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			return true;
		}

	}

}
