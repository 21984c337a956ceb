package io.dbmonitor.history.autoconfigure;

import java.time.InstantSource;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.connection.autoconfigure.ConnectionAutoConfiguration;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.autoconfigure.DatabaseAutoConfiguration;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.endpoint.DbMonitorEndpoint;
import io.dbmonitor.endpoint.autoconfigure.DbMonitorEndpointAutoConfiguration;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.history.DatabaseHistory;
import io.dbmonitor.history.History;
import io.dbmonitor.history.HistorySource;
import io.dbmonitor.history.HistoryWatch;
import io.dbmonitor.history.PoolHistory;
import io.dbmonitor.history.QueryHistory;
import io.dbmonitor.history.endpoint.HistorySection;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.autoconfigure.QueryAutoConfiguration;

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
 * Auto-configuration of the history of figures, which is kept where somebody can ask for
 * it.
 */
@AutoConfiguration(after = { DbMonitorEndpointAutoConfiguration.class, QueryAutoConfiguration.class,
		ConnectionAutoConfiguration.class, DatabaseAutoConfiguration.class })
@ConditionalOnBean({ MonitoredDataSources.class, DbMonitorEndpoint.class })
@ConditionalOnFeature("history")
@EnableConfigurationProperties(HistoryProperties.class)
@ImportRuntimeHints(HistoryRuntimeHints.class)
public final class HistoryAutoConfiguration {

	private static final int SECTION_ORDER = 60;

	@Bean
	@ConditionalOnBean(QueryStatistics.class)
	QueryHistory dbmonitorQueryHistory(QueryStatistics statistics) {
		return new QueryHistory(statistics);
	}

	@Bean
	@ConditionalOnBean(Pools.class)
	PoolHistory dbmonitorPoolHistory(Pools pools) {
		return new PoolHistory(pools);
	}

	@Bean
	@ConditionalOnBean(DatabaseMonitor.class)
	DatabaseHistory dbmonitorDatabaseHistory(DatabaseMonitor monitor) {
		return new DatabaseHistory(monitor);
	}

	@Bean
	@ConditionalOnMissingBean
	History dbmonitorHistory(MonitoredDataSources dataSources, ObjectProvider<HistorySource> sources,
			HistoryProperties properties, Faults faults) {
		return new History(dataSources::all, sources.orderedStream().toList(), properties.settings(), faults);
	}

	@Bean
	@ConditionalOnMissingBean
	HistoryWatch dbmonitorHistoryWatch(History history, HistoryProperties properties, Faults faults) {
		return new HistoryWatch(history, properties.settings(), InstantSource.system(), faults);
	}

	@Bean
	@Lazy
	@Order(SECTION_ORDER)
	HistorySection dbmonitorHistorySection(History history) {
		return new HistorySection(history, InstantSource.system());
	}

}
