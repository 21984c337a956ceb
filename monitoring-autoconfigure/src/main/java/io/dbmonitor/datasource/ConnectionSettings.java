package io.dbmonitor.datasource;

import java.util.Properties;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.dbcp2.BasicDataSource;
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

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			ConnectionSettings.class.getClassLoader());

	private static final boolean DBCP2 = ClassUtils.isPresent("org.apache.commons.dbcp2.BasicDataSource",
			ConnectionSettings.class.getClassLoader());

	static ConnectionSettings of(DataSource target) {
		ConnectionSettings dbcp2 = DBCP2 ? Dbcp2.settings(target) : null;
		return (dbcp2 != null) ? dbcp2 : derived(target);
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
