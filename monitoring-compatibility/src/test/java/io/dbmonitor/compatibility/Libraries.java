package io.dbmonitor.compatibility;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The libraries on the class path of these tests, most of which are about one of them.
 */
public final class Libraries {

	private static final String BOOT = "org.springframework.boot.";

	/** What would ask for a user. */
	public static final String SECURITY = autoConfigurations("security.autoconfigure.UserDetailsService",
			"security.autoconfigure.actuate.web.servlet.ManagementWebSecurity",
			"security.autoconfigure.web.servlet.SecurityFilter",
			"security.autoconfigure.web.servlet.ServletWebSecurity");

	/** What takes time to start. */
	private static final String WAYS = autoConfigurations("hibernate.autoconfigure.HibernateJpa",
			"data.jpa.autoconfigure.DataJpaRepositories", "data.jdbc.autoconfigure.DataJdbcRepositories",
			"jooq.autoconfigure.Jooq", "batch.autoconfigure.Batch", "batch.jdbc.autoconfigure.BatchJdbc",
			"batch.autoconfigure.BatchJobLauncher");

	private static final String[] QUIET = { "spring.flyway.enabled=false", "spring.liquibase.enabled=false",
			"spring.batch.job.enabled=false", "management.otlp.metrics.export.enabled=false",
			"spring.boot.admin.client.enabled=false", "spring.autoconfigure.exclude=" + SECURITY + "," + WAYS,
			// Of this version of Spring Boot it does not know yet
			"spring.cloud.compatibility-verifier.enabled=false" };

	private Libraries() {
	}

	/**
	 * Properties of an application in which those libraries that would do something by
	 * themselves do not, nor those configure themselves by which it goes to its database.
	 * @param dataSource properties of its data source
	 * @param others its other properties, which win
	 */
	public static String[] quiet(String[] dataSource, String... others) {
		return Stream.of(QUIET, dataSource, others).flatMap(Stream::of).toArray(String[]::new);
	}

	private static String autoConfigurations(String... names) {
		return Stream.of(names).map((name) -> BOOT + name + "AutoConfiguration").collect(Collectors.joining(","));
	}

}
