package io.dbmonitor.database.autoconfigure;

import java.time.InstantSource;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.database.DatabaseInspector;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.endpoint.IndexesSection;
import io.dbmonitor.database.endpoint.TablesSection;
import io.dbmonitor.database.h2.H2Inspector;
import io.dbmonitor.database.mysql.MySqlInspector;
import io.dbmonitor.database.postgresql.PostgresInspector;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.datasource.autoconfigure.MonitoredDataSourceAutoConfiguration;
import io.dbmonitor.fault.Faults;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the sampler.
 */
@AutoConfiguration(after = MonitoredDataSourceAutoConfiguration.class)
@ConditionalOnBean(MonitoredDataSources.class)
@ConditionalOnFeature("database")
@EnableConfigurationProperties(DatabaseProperties.class)
@ImportRuntimeHints(DatabaseRuntimeHints.class)
public final class DatabaseAutoConfiguration {

	private static final int TABLES_SECTION_ORDER = 35;

	private static final int INDEXES_SECTION_ORDER = 36;

	@Bean
	PostgresInspector dbmonitorPostgresInspector(ObjectProvider<SessionIds> sessionIds) {
		return new PostgresInspector(SessionIds.firstOf(sessionIds.orderedStream().toList()));
	}

	@Bean
	MySqlInspector dbmonitorMySqlInspector(ObjectProvider<SessionIds> sessionIds) {
		return new MySqlInspector(SessionIds.firstOf(sessionIds.orderedStream().toList()));
	}

	@Bean
	H2Inspector dbmonitorH2Inspector() {
		return new H2Inspector();
	}

	@Bean
	@ConditionalOnMissingBean
	DatabaseMonitor dbmonitorDatabaseMonitor(MonitoredDataSources dataSources,
			ObjectProvider<DatabaseInspector> inspectors, DatabaseProperties properties, Faults faults) {
		return new DatabaseMonitor(dataSources, inspectors.orderedStream().toList(), properties.settings(),
				InstantSource.system(), faults);
	}

	@Bean
	@Lazy
	@Order(TABLES_SECTION_ORDER)
	TablesSection dbmonitorTablesSection(MonitoredDataSources dataSources, DatabaseMonitor monitor) {
		return new TablesSection(dataSources, monitor);
	}

	@Bean
	@Lazy
	@Order(INDEXES_SECTION_ORDER)
	IndexesSection dbmonitorIndexesSection(MonitoredDataSources dataSources, DatabaseMonitor monitor) {
		return new IndexesSection(dataSources, monitor);
	}

}
