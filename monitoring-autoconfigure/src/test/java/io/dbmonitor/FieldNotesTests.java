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
			"datasource-proxy: QueryCountHolder is thread-bound", "datasource-proxy: close may be called twice",
			// What Hibernate's events do not tell
			"hibernate: ids of the database's are unknown before the insert",
			"hibernate: a stateless session has no old state",
			"hibernate: a detached entity comes back with a state of its own",
			"hibernate: to render an association can load it",
			"hibernate: state arrays and what is in them go on changing",
			"hibernate: no property is dirty where a collection alone has changed",
			"hibernate: with batching events come before statements, which fail later",
			"hibernate: the old elements of a collection are gone behind the flush",
			"hibernate: additions to a collection that is not loaded fire no event",
			"hibernate: collections of the inverse side fire false events",
			"hibernate: a stateless session's collection events have no session",
			"hibernate: a soft delete is an update in SQL", "hibernate: a joined entity is several rows",
			"hibernate: what was never loaded can be deleted", "envers: changes of one transaction collapse",
			"hibernate: what was not fetched stands as a marker among the values",
			"hibernate: a version that a lock forces is written with no event",
			"hibernate: a lock that several are found again with is not taken");

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
