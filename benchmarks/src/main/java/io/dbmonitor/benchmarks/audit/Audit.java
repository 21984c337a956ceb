package io.dbmonitor.benchmarks.audit;

import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.benchmarks.Database;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What keeps the history of entities. Each keeps all old or new values, durably, in the
 * same transaction.
 */
public enum Audit {

	/** Nothing. */
	BARE,

	/** Hibernate Envers. */
	ENVERS,

	/** This monitor, with all else that it does, and its durable store. */
	DBMONITOR;

	ConfigurableApplicationContext start(Database database) {
		List<String> properties = new ArrayList<>(database.properties());
		properties.add("spring.main.banner-mode=off");
		properties.add("logging.level.root=warn");
		properties.add("spring.jpa.hibernate.ddl-auto=create");
		properties.add("spring.jpa.properties.hibernate.jdbc.batch_size=50");
		properties.add("spring.jpa.properties.hibernate.integration.envers.enabled=" + (this == ENVERS));
		properties.add("jdbc.datasource-proxy.enabled=false");
		properties.add("dbmonitor.enabled=" + (this == DBMONITOR));
		properties.add("dbmonitor.audit.store=jdbc");
		properties.add("dbmonitor.audit.jdbc.initialize-schema=always");
		return new SpringApplicationBuilder(Application.class).properties(properties.toArray(String[]::new))
			.web(WebApplicationType.NONE)
			.run();
	}

	/** The tables that grow. */
	List<String> tables() {
		return switch (this) {
			case BARE -> List.of("item");
			case ENVERS -> List.of("item", "item_aud", "revinfo");
			case DBMONITOR -> List.of("item", "dbmonitor_change", "dbmonitor_change_set");
		};
	}

	/** The application. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
