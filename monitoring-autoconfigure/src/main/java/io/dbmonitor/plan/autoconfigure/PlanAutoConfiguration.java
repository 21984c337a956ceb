package io.dbmonitor.plan.autoconfigure;

import java.time.InstantSource;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.plan.PlanExplainer;
import io.dbmonitor.plan.PlanWatcher;
import io.dbmonitor.plan.Plans;
import io.dbmonitor.plan.mysql.MySqlExplainer;
import io.dbmonitor.plan.postgresql.PostgresExplainer;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.query.autoconfigure.QueryAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of plans.
 */
@AutoConfiguration(after = QueryAutoConfiguration.class)
@ConditionalOnBean(QueryStatistics.class)
@ConditionalOnFeature("plan")
@EnableConfigurationProperties(PlanProperties.class)
@ImportRuntimeHints(PlanRuntimeHints.class)
public final class PlanAutoConfiguration {

	@Bean
	PostgresExplainer dbmonitorPostgresExplainer() {
		return new PostgresExplainer();
	}

	@Bean
	MySqlExplainer dbmonitorMySqlExplainer() {
		return new MySqlExplainer();
	}

	@Bean
	@ConditionalOnMissingBean
	Plans dbmonitorPlans(MonitoredDataSources dataSources, QueryStatistics statistics,
			ObjectProvider<PlanExplainer> explainers, PlanProperties properties, Faults faults) {
		return new Plans(dataSources, statistics, explainers.orderedStream().toList(), properties.settings(),
				InstantSource.system(), faults);
	}

	@Bean
	@ConditionalOnMissingBean
	PlanWatcher dbmonitorPlanWatcher(Plans plans, QueryStatistics statistics, PlanProperties properties,
			Faults faults) {
		return new PlanWatcher(plans, statistics, properties.settings(), faults);
	}

}
