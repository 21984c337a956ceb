package io.dbmonitor.testing;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that runs with the dependency added, on a port of its own, with the
 * endpoint exposed.
 */
public final class RunningApplication implements AutoCloseable {

	private static final String[] DEFAULTS = { "server.port=0", "spring.main.banner-mode=off",
			"management.endpoints.web.exposure.include=dbmonitor,prometheus", "dbmonitor.database.interval=200ms" };

	private final ConfigurableApplicationContext context;

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param source its class
	 * @param properties its properties, which win over the defaults of this class
	 */
	public static RunningApplication start(Class<?> source, String... properties) {
		return new RunningApplication(
				new SpringApplicationBuilder(source).properties(DEFAULTS).properties(properties).run());
	}

	/** The application's context. */
	public ConfigurableApplicationContext context() {
		return this.context;
	}

	/** The only bean of a type. */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** A client of the application's port. */
	public HttpJson http() {
		return new HttpJson(this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	/** The endpoint's overview. */
	public Json overview() {
		return http().json("/actuator/dbmonitor");
	}

	/** What Prometheus scrapes. */
	public Scrape scrape() {
		return Scrape.parse(http().get("/actuator/prometheus").body());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
