package io.dbmonitor.datasource;

import java.util.Properties;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.apache.tomcat.jdbc.pool.PoolConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;

/**
 * The JDBC URL and credentials of a data source as {@link DataSourceBuilder#derivedFrom}
 * finds them, or a pool tells them of which it finds none; read anew each time:
 * credentials can rotate.
 *
 * @param dataSource what connects with them, or {@code null} where they cannot be found
 * out
 * @param catalog the catalog that the pool sets, or {@code null}
 * @param schema the schema that the pool sets, or {@code null}
 */
record ConnectionSettings(@Nullable SimpleDriverDataSource dataSource, @Nullable String catalog,
		@Nullable String schema) {

	/** What the URLs of drivers begin with that lead to another driver's URL. */
	private static final Pattern WRAPPER = Pattern.compile("^jdbc:(aws-wrapper|tc):");

	private static final Pattern PRIVATE = Pattern.compile("^jdbc:h2:mem:(;|$)");

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			ConnectionSettings.class.getClassLoader());

	private static final boolean DBCP2 = ClassUtils.isPresent("org.apache.commons.dbcp2.BasicDataSource",
			ConnectionSettings.class.getClassLoader());

	private static final boolean TOMCAT = ClassUtils.isPresent("org.apache.tomcat.jdbc.pool.DataSourceProxy",
			ConnectionSettings.class.getClassLoader());

	static ConnectionSettings of(DataSource target) {
		ConnectionSettings told = DBCP2 ? Dbcp2.settings(target) : null;
		if (told == null && TOMCAT) {
			told = Tomcat.settings(target);
		}
		return (told != null) ? told : derived(target);
	}

	private static ConnectionSettings derived(DataSource target) {
		SimpleDriverDataSource derived = derive(target);
		if (derived == null || derived.getUrl() == null || derived.getDriver() == null) {
			return new ConnectionSettings(null, null, null);
		}
		return HIKARI ? Hikari.settings(derived, target) : new ConnectionSettings(derived, null, null);
	}

	private static @Nullable SimpleDriverDataSource derive(DataSource target) {
		try {
			return DataSourceBuilder.derivedFrom(target).type(SimpleDriverDataSource.class).build();
		}
		catch (RuntimeException ex) {
			// Without the usual getters, with one that throws, or in a scope that is not
			// active,
			// nothing can be derived
			return null;
		}
	}

	DatabaseDriver driver() {
		String url = (this.dataSource != null) ? this.dataSource.getUrl() : null;
		return (url != null) ? DatabaseDriver.fromJdbcUrl(WRAPPER.matcher(url).replaceFirst("jdbc:"))
				: DatabaseDriver.UNKNOWN;
	}

	boolean isPrivate() {
		String url = (this.dataSource != null) ? this.dataSource.getUrl() : null;
		return url != null && PRIVATE.matcher(url).find();
	}

	/** Boot does not read the password of Commons DBCP. */
	private static final class Dbcp2 {

		@SuppressWarnings("deprecation")
		static @Nullable ConnectionSettings settings(DataSource target) {
			BasicDataSource pool = DataSourceUnwrapper.unwrap(target, BasicDataSource.class);
			if (pool == null || pool.getUrl() == null) {
				return null;
			}
			SimpleDriverDataSource dataSource = DataSourceBuilder.create(pool.getDriverClassLoader())
				.type(SimpleDriverDataSource.class)
				.url(pool.getUrl())
				.username(pool.getUserName())
				.password(pool.getPassword())
				.driverClassName(pool.getDriverClassName())
				.build();
			return new ConnectionSettings(dataSource, pool.getDefaultCatalog(), pool.getDefaultSchema());
		}

	}

	/** Tomcat's pool tells its password to nobody but its configuration. */
	private static final class Tomcat {

		static @Nullable ConnectionSettings settings(DataSource target) {
			DataSourceProxy pool = DataSourceUnwrapper.unwrap(target, DataSourceProxy.class);
			PoolConfiguration configuration = (pool != null) ? pool.getPoolProperties() : null;
			if (configuration == null || configuration.getUrl() == null) {
				return null;
			}
			SimpleDriverDataSource dataSource = DataSourceBuilder.create(target.getClass().getClassLoader())
				.type(SimpleDriverDataSource.class)
				.url(configuration.getUrl())
				.username(configuration.getUsername())
				.password(configuration.getPassword())
				.driverClassName(configuration.getDriverClassName())
				.build();
			return new ConnectionSettings(dataSource, configuration.getDefaultCatalog(), null);
		}

	}

	private static final class Hikari {

		static ConnectionSettings settings(SimpleDriverDataSource derived, DataSource target) {
			HikariDataSource hikari = DataSourceUnwrapper.unwrap(target, HikariDataSource.class);
			if (hikari == null) {
				return new ConnectionSettings(derived, null, null);
			}
			Properties properties = new Properties();
			properties.putAll(hikari.getDataSourceProperties());
			derived.setConnectionProperties(properties);
			return new ConnectionSettings(derived, hikari.getCatalog(), hikari.getSchema());
		}

	}

}
