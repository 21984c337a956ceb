package io.dbmonitor.aot;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dbmonitor.clinic.ClinicApplication;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.plan.Plan;
import io.dbmonitor.query.QuerySummary;
import io.dbmonitor.query.StatementSnapshot;
import net.ttddyy.dsproxy.proxy.ProxyJdbcObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native image knows what it has to know of an application that is watched: all of it
 * comes out when the application is prepared at build time.
 */
class NativeImageHintsTests {

	private static RuntimeHints hints;

	@BeforeAll
	static void process() {
		hints = AheadOfTime
			.process(ClinicApplication.class, "spring.main.banner-mode=off", "spring.datasource.url=jdbc:h2:mem:hints",
					"management.endpoints.web.exposure.include=dbmonitor")
			.hints();
	}

	@ParameterizedTest
	@MethodSource("answers")
	void answerCanBeWritten(Class<?> answer) {
		Predicate<RuntimeHints> accessors = Stream.of(answer.getRecordComponents())
			.map(RecordComponent::getAccessor)
			.map(RuntimeHintsPredicates.reflection()::onMethodInvocation)
			.reduce(Predicate::and)
			.orElseThrow();
		assertThat(hints).matches(accessors);
	}

	/** The records in which sections answer, and all records of which these consist. */
	static Set<Class<?>> answers() {
		Set<Class<?>> answers = new LinkedHashSet<>();
		Deque<Type> open = new ArrayDeque<>();
		open.addAll(List.of(QuerySummary.class, Extended.class, StatementSnapshot.Bucket.class,
				StatementSnapshot.SlowExecution.class, Plan.class));
		for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.dbmonitor")) {
			if (type.isAssignableTo(OperationResponseBody.class)) {
				open.add(type.reflect());
			}
			if (type.isAssignableTo(Section.class) || type.getSimpleName().equals("DbMonitorEndpoint")) {
				open.addAll(Arrays.asList(type.reflect().getDeclaredClasses()));
			}
		}
		while (!open.isEmpty()) {
			Type next = open.pop();
			if (next instanceof ParameterizedType parameterized) {
				open.addAll(Arrays.asList(parameterized.getActualTypeArguments()));
			}
			else if (next instanceof Class<?> type && type.isRecord() && answers.add(type)) {
				Stream.of(type.getRecordComponents()).map(RecordComponent::getGenericType).forEach(open::add);
			}
		}
		assertThat(answers).hasSizeGreaterThan(10);
		return answers;
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.zaxxer.hikari.HikariDataSource", "com.zaxxer.hikari.pool.ProxyResultSet",
			"jakarta.servlet.http.HttpServletRequest",
			"org.springframework.http.server.observation.ServerRequestObservationContext",
			"reactor.core.publisher.Mono", "org.springframework.security.web.csrf.CsrfToken",
			"org.springframework.http.server.reactive.observation.ServerRequestObservationContext" })
	void whatIsLookedForByNameIsFound(String type) {
		assertThat(hints).matches(RuntimeHintsPredicates.reflection().onType(TypeReference.of(type)));
	}

	@Test
	void pageIsThere() {
		assertThat(hints)
			.matches(RuntimeHintsPredicates.resource().forResource("io/dbmonitor/endpoint/page/index.html"))
			.matches(RuntimeHintsPredicates.resource().forResource("io/dbmonitor/endpoint/page/app.js"));
	}

	@Test
	void listenersOfTheApplicationGetTheirProxies() {
		for (Class<?> type : Set.of(DataSource.class, Connection.class, Statement.class, PreparedStatement.class,
				CallableStatement.class, ResultSet.class)) {
			assertThat(hints).matches(RuntimeHintsPredicates.proxies().forInterfaces(ProxyJdbcObject.class, type))
				.matches(RuntimeHintsPredicates.reflection()
					.onType(type)
					.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS));
		}
	}

}
