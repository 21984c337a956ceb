package io.dbmonitor.datasource.autoconfigure;

import javax.sql.DataSource;

import com.mysql.cj.jdbc.JdbcConnection;
import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.datasource.ApplicationNamePostProcessor;
import io.dbmonitor.datasource.DataSourceDecorator;
import io.dbmonitor.datasource.DataSourcePostProcessor;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.datasource.PoolMetadataPostProcessor;
import io.dbmonitor.datasource.h2.H2SessionIds;
import io.dbmonitor.datasource.mysql.MariaDbSessionIds;
import io.dbmonitor.datasource.mysql.MySqlSessionIds;
import io.dbmonitor.datasource.postgresql.PostgresSessionIds;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.autoconfigure.FaultAutoConfiguration;
import org.h2.engine.SessionLocal;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Auto-configuration of what watches the data sources.
 */
@AutoConfiguration(after = FaultAutoConfiguration.class)
@ConditionalOnClass({ DataSource.class, DelegatingDataSource.class })
@ConditionalOnFeature
@EnableConfigurationProperties(MonitoredDataSourceProperties.class)
@ImportRuntimeHints(MonitoredDataSourceRuntimeHints.class)
public final class MonitoredDataSourceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MonitoredDataSources dbmonitorDataSources(Faults faults) {
		return new MonitoredDataSources(faults);
	}

	@Bean
	static DataSourcePostProcessor dbmonitorDataSourcePostProcessor(
			ObjectProvider<MonitoredDataSourceProperties> properties, ObjectProvider<Faults> faults,
			ObjectProvider<MonitoredDataSources> dataSources, ObjectProvider<DataSourceDecorator> decorator) {
		return new DataSourcePostProcessor(() -> properties.getObject().exclude(), faults::getObject,
				dataSources::getObject, () -> decorator.getIfAvailable(() -> MonitoredDataSource::target));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	@ConditionalOnProperty("dbmonitor.datasource.application-name")
	static class ApplicationNameConfiguration {

		@Bean
		static ApplicationNamePostProcessor dbmonitorApplicationNamePostProcessor(
				ObjectProvider<MonitoredDataSourceProperties> properties) {
			return new ApplicationNamePostProcessor(() -> properties.getObject().applicationName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PGConnection.class)
	static class PostgresConfiguration {

		@Bean
		PostgresSessionIds dbmonitorPostgresSessionIds() {
			return new PostgresSessionIds();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(org.mariadb.jdbc.Connection.class)
	static class MariaDbConfiguration {

		@Bean
		MariaDbSessionIds dbmonitorMariaDbSessionIds() {
			return new MariaDbSessionIds();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcConnection.class)
	static class MySqlConfiguration {

		@Bean
		MySqlSessionIds dbmonitorMySqlSessionIds() {
			return new MySqlSessionIds();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SessionLocal.class)
	static class H2Configuration {

		@Bean
		H2SessionIds dbmonitorH2SessionIds() {
			return new H2SessionIds();
		}

	}

	@Bean
	static PoolMetadataPostProcessor dbmonitorPoolMetadataPostProcessor() {
		return new PoolMetadataPostProcessor();
	}

}
