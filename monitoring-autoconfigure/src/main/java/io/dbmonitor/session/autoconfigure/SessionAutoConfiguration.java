package io.dbmonitor.session.autoconfigure;

import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.autoconfigure.DatabaseAutoConfiguration;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.session.endpoint.SessionsSection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the sessions.
 */
@AutoConfiguration(after = DatabaseAutoConfiguration.class)
@ConditionalOnBean(DatabaseMonitor.class)
@ImportRuntimeHints(SessionRuntimeHints.class)
public final class SessionAutoConfiguration {

	private static final int SECTION_ORDER = 30;

	@Bean
	@ConditionalOnMissingBean
	@Order(SECTION_ORDER)
	SessionsSection dbmonitorSessionsSection(MonitoredDataSources dataSources, DatabaseMonitor monitor) {
		return new SessionsSection(dataSources, monitor);
	}

}
