package io.dbmonitor.compatibility;

import java.util.List;
import java.util.stream.Stream;

/**
 * The libraries on the class path of these tests, most of which are about one of them.
 */
public final class Libraries {

	private static final List<String> SECURITY = List.of(
			"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration");

	private static final String[] QUIET = { "spring.flyway.enabled=false", "spring.liquibase.enabled=false",
			"spring.batch.job.enabled=false", "spring.batch.jdbc.initialize-schema=never",
			"management.otlp.metrics.export.enabled=false", "spring.boot.admin.client.enabled=false",
			"spring.autoconfigure.exclude=" + String.join(",", SECURITY),
			// Of this version of Spring Boot it does not know yet
			"spring.cloud.compatibility-verifier.enabled=false" };

	private Libraries() {
	}

	/**
	 * Properties of an application in which those libraries that would do something by
	 * themselves do not.
	 * @param dataSource properties of its data source
	 * @param others its other properties, which win
	 */
	public static String[] quiet(String[] dataSource, String... others) {
		return Stream.of(QUIET, dataSource, others).flatMap(Stream::of).toArray(String[]::new);
	}

}
