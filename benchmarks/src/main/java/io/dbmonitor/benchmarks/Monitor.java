package io.dbmonitor.benchmarks;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import net.ttddyy.dsproxy.listener.NoOpQueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What watches the data source. Each is set up as an application would have it: by its
 * starter, all defaults on, a Prometheus registry present.
 */
public enum Monitor {

	/** Nothing. */
	BARE,

	/** datasource-proxy with a listener that does nothing. */
	DATASOURCE_PROXY,

	/** This monitor. */
	DBMONITOR,

	/** datasource-micrometer. */
	DATASOURCE_MICROMETER;

	ConfigurableApplicationContext start(Database database) {
		List<String> properties = new ArrayList<>(database.properties());
		properties.add("spring.main.banner-mode=off");
		properties.add("logging.level.root=warn");
		properties.add(
				"spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration");
		properties.add("spring.data.jpa.repositories.enabled=false");
		properties.add("dbmonitor.enabled=" + (this == DBMONITOR));
		properties.add("jdbc.datasource-proxy.enabled=" + (this == DATASOURCE_MICROMETER));
		return new SpringApplicationBuilder(Application.class).properties(properties.toArray(String[]::new))
			.web(WebApplicationType.NONE)
			.run();
	}

	DataSource dataSource(ConfigurableApplicationContext context) {
		DataSource dataSource = context.getBean(DataSource.class);
		boolean wrapped = dataSource.getClass() != HikariDataSource.class;
		if (wrapped != (this == DBMONITOR || this == DATASOURCE_MICROMETER)) {
			throw new IllegalStateException(this + " has the data source " + dataSource.getClass());
		}
		return (this != DATASOURCE_PROXY) ? dataSource
				: ProxyDataSourceBuilder.create(dataSource).listener(new NoOpQueryExecutionListener()).build();
	}

	/** The application. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
