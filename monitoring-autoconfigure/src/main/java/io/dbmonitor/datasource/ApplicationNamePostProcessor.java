package io.dbmonitor.datasource;

import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Gives the connections of HikariCP's pools to PostgreSQL a name, by which the server's
 * views tell the instances of an application apart. A name that the user has given stays.
 * The driver sends it when it connects, so it costs nothing later.
 */
public final class ApplicationNamePostProcessor implements BeanPostProcessor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationNamePostProcessor.class);

	private static final String PROPERTY = "ApplicationName";

	private final Supplier<@Nullable String> name;

	/**
	 * Make a post-processor.
	 * @param name the name; asked for when the first pool is made
	 */
	public ApplicationNamePostProcessor(Supplier<@Nullable String> name) {
		this.name = SingletonSupplier.of(name);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool && !pool.isRunning() && isUnnamed(pool)) {
			String name = this.name.get();
			if (name != null) {
				pool.addDataSourceProperty(PROPERTY, name);
				logger.debug("Connections of '{}' are called '{}'", beanName, name);
			}
		}
		return bean;
	}

	private static boolean isUnnamed(HikariDataSource pool) {
		String url = pool.getJdbcUrl();
		return url != null && DatabaseDriver.fromJdbcUrl(url) == DatabaseDriver.POSTGRESQL
				&& !url.contains(PROPERTY + "=") && !pool.getDataSourceProperties().containsKey(PROPERTY);
	}

	/** Before the pool is wrapped. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

}
