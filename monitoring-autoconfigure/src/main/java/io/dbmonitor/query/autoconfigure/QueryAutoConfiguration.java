package io.dbmonitor.query.autoconfigure;

import io.dbmonitor.work.CallSites;
import java.time.InstantSource;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.datasource.autoconfigure.MonitoredDataSourceAutoConfiguration;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.query.Association;
import io.dbmonitor.query.ExecutionListener;
import io.dbmonitor.query.ExecutionObserver;
import io.dbmonitor.query.ExecutionTracer;
import io.dbmonitor.query.QueryLog;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.StatementDetail;
import io.dbmonitor.query.endpoint.FindingsSection;
import io.dbmonitor.query.endpoint.QueriesSection;

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
 * Auto-configuration of query tracing.
 */
@AutoConfiguration(after = MonitoredDataSourceAutoConfiguration.class)
@ConditionalOnBean(MonitoredDataSources.class)
@ConditionalOnFeature("query")
@EnableConfigurationProperties(QueryProperties.class)
@ImportRuntimeHints(QueryRuntimeHints.class)
public final class QueryAutoConfiguration {

	private static final int SECTION_ORDER = 10;

	private static final int FINDINGS_SECTION_ORDER = 15;

	@Bean
	@ConditionalOnMissingBean
	QueryStatistics dbmonitorQueryStatistics(QueryProperties properties,
			ObjectProvider<ExecutionObserver.Factory> observers, ObjectProvider<ExecutionTracer.Factory> tracers,
			ObjectProvider<ExecutionListener> listeners, ObjectProvider<Association.Resolver> associations,
			CallSites callSites, Faults faults) {
		return new QueryStatistics(properties.settings(), callSites,
				ExecutionObserver.Factory.all(observers.orderedStream().toList(), faults),
				tracers.getIfAvailable(() -> ExecutionTracer.Factory.NONE), () -> listeners.orderedStream().toList(),
				() -> associations.getIfAvailable(() -> Association.Resolver.NONE), InstantSource.system(), faults);
	}

	@Bean
	QueryLog dbmonitorQueryLog(QueryProperties properties) {
		return new QueryLog(properties.log().interest());
	}

	@Bean
	@Lazy
	@Order(FINDINGS_SECTION_ORDER)
	FindingsSection dbmonitorFindingsSection(QueryStatistics statistics) {
		return new FindingsSection(statistics);
	}

	@Bean
	@Lazy
	@Order(SECTION_ORDER)
	QueriesSection dbmonitorQueriesSection(MonitoredDataSources dataSources, QueryStatistics statistics,
			ObjectProvider<StatementDetail> details) {
		return new QueriesSection(dataSources, statistics, details.orderedStream().toList());
	}

}
