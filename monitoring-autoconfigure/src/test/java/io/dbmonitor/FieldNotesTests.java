package io.dbmonitor;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dbmonitor.testing.Prevents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way in which wrapping data sources is known to have broken applications has a test
 * that keeps it from happening here.
 */
class FieldNotesTests {

	private static final Set<String> KNOWN = Set.of(
			// The monitor changed behaviour
			"datasource-micrometer#114", "delegates that differ from the bare driver",
			// Routing data sources wrapped twice
			"datasource-micrometer#115", "spring-boot-data-source-decorator#73",
			"opentelemetry-java-instrumentation#13051",
			// Refresh scope
			"datasource-micrometer#25", "datasource-micrometer#77", "datasource-micrometer#99",
			"spring-boot-data-source-decorator#85",
			// Injection by the concrete class
			"javamelody#654", "javamelody#801", "javamelody#837",
			// Metrics of the pool, or unwrap, lost
			"spring-boot-data-source-decorator#61", "spring-boot-data-source-decorator#197", "spring-boot#51410",
			// Data sources made before the post-processor
			"datasource-micrometer#14",
			// Memory
			"druid#1664", "druid#2652", "datasource-micrometer#72", "opentelemetry#13180", "druid#3579",
			"spring-boot-data-source-decorator#19",
			// A listener's exception hid the application's
			"datasource-proxy#112",
			// Open-in-view, threads as tags
			"datasource-micrometer#82", "r2dbc-proxy#149",
			// Comments in SQL, a changing application_name
			"pgjdbc#2833", "dd-trace-java#7940",
			// Unauthenticated pages
			"druid#3009",
			// What datasource-proxy does by itself
			"datasource-proxy: elapsed time is whole milliseconds",
			"datasource-proxy: listeners run unguarded inside finally",
			"datasource-proxy: SlowQueryListener schedules a task per query",
			"datasource-proxy: all parameters and batch rows are captured",
			"datasource-proxy: rows need a reflecting proxy of the result set",
			"datasource-proxy: ResultSet.getStatement() returns the unproxied statement",
			"datasource-proxy: QueryCountHolder is thread-bound", "datasource-proxy: close may be called twice");

	@Test
	void eachOfThemHasATest() {
		Set<String> prevented = new TreeSet<>();
		new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
			.importPackages("io.dbmonitor")
			.forEach((type) -> type.getMethods().forEach((method) -> prevented.addAll(preventedBy(method))));
		assertThat(prevented).isEqualTo(new TreeSet<>(KNOWN));
	}

	private static Set<String> preventedBy(JavaMethod method) {
		return method.tryGetAnnotationOfType(Prevents.class).map((prevents) -> {
			assertThat(method.isAnnotatedWith(Test.class) || method.isAnnotatedWith(ParameterizedTest.class))
				.as("%s is a test", method.getFullName())
				.isTrue();
			return Set.of(prevents.value());
		}).orElse(Set.of());
	}

}
