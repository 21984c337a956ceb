package io.dbmonitor.endpoint;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Over JMX the endpoint answers as over HTTP, where the application exposes it there.
 */
@Proves(area = Proves.Area.SPRING, subject = "JMX", note = "the endpoint, where it is exposed there")
class JmxTests {

	private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

	@Test
	void endpointAnswersOverJmxAlone() throws JMException {
		try (RunningApplication application = start("management.endpoints.jmx.exposure.include=dbmonitor")) {
			assertThat(application.http().get("/actuator/dbmonitor").statusCode()).isEqualTo(404);
			application.bean(JdbcTemplate.class).queryForList("select 1 as marker_over_jmx");
			assertThat(operations()).containsExactlyInAnyOrder("overview", "section");
			Json overview = invoke("overview");
			assertThat(overview.list("$.sections")).contains("queries", "sessions", "audit");
			Json queries = invoke("section", "queries", "contains=marker_over_jmx&limit=5");
			assertThat(queries.list("$.queries[*].calls")).hasToString("[1]");
			assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke("section", "nowhere", null))
				.havingCause()
				.withMessageContaining("There is no section 'nowhere'.");
			assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> invoke("section", "queries", "limit"))
				.havingCause()
				.withMessageContaining("name=value");
		}
		assertThat(SERVER.isRegistered(name())).isFalse();
	}

	@Test
	void writeAccessIsTheSameAsOverHttp() throws JMException {
		try (RunningApplication application = start("management.endpoints.jmx.exposure.include=dbmonitor",
				"management.endpoint.dbmonitor.access=unrestricted")) {
			assertThat(operations()).containsExactlyInAnyOrder("overview", "section", "change", "act");
			invoke("act", "alerts", "silence=all&until=2099-01-01T00:00:00Z&reason=moving");
			assertThat(invoke("section", "alerts", null).list("$.silences")).hasSize(1);
			invoke("change", "alerts/all", null);
			assertThat(invoke("section", "alerts", null).list("$.silences")).isEmpty();
			assertThat(application.context().isActive()).isTrue();
		}
	}

	@Test
	void nothingIsExposedByDefault() throws JMException {
		try (RunningApplication application = start()) {
			assertThat(application.context().isActive()).isTrue();
			assertThat(SERVER.isRegistered(name())).isFalse();
		}
	}

	private static RunningApplication start(String... properties) {
		return RunningApplication.start(JpaApplication.class,
				Stream
					.concat(Stream.of("spring.datasource.url=jdbc:h2:mem:jmx", "spring.jmx.enabled=true",
							"management.endpoints.jmx.domain=dbmonitor.test",
							"management.endpoints.web.exposure.include=health"), Stream.of(properties))
					.toArray(String[]::new));
	}

	private static ObjectName name() throws JMException {
		return new ObjectName("dbmonitor.test:type=Endpoint,name=Dbmonitor");
	}

	private static List<String> operations() throws JMException {
		return Stream.of(SERVER.getMBeanInfo(name()).getOperations()).map(MBeanOperationInfo::getName).toList();
	}

	private static Json invoke(String operation, @Nullable Object... arguments) throws JMException {
		String[] signature = Stream.of(arguments).map((argument) -> String.class.getName()).toArray(String[]::new);
		return Json.of(SERVER.invoke(name(), operation, arguments, signature));
	}

}
