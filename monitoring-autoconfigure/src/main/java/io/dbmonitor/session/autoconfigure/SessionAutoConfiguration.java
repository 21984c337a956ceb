package io.dbmonitor.session.autoconfigure;

import java.time.InstantSource;

import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.autoconfigure.ConnectionAutoConfiguration;
import io.dbmonitor.database.DatabaseMonitor;
import io.dbmonitor.database.autoconfigure.DatabaseAutoConfiguration;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.session.ServerStatements;
import io.dbmonitor.session.Sessions;
import io.dbmonitor.session.endpoint.LocksSection;
import io.dbmonitor.session.endpoint.SessionsSection;

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
 * Auto-configuration of the sessions.
 */
@AutoConfiguration(after = { DatabaseAutoConfiguration.class, ConnectionAutoConfiguration.class })
@ConditionalOnBean(DatabaseMonitor.class)
@EnableConfigurationProperties(SessionProperties.class)
@ImportRuntimeHints(SessionRuntimeHints.class)
public final class SessionAutoConfiguration {

	private static final int SECTION_ORDER = 30;

	private static final int LOCKS_SECTION_ORDER = 32;

	@Bean
	@Lazy
	@Order(SECTION_ORDER)
	SessionsSection dbmonitorSessionsSection(MonitoredDataSources dataSources, DatabaseMonitor monitor,
			Sessions sessions, SessionProperties properties) {
		return new SessionsSection(dataSources, monitor, sessions, properties.control());
	}

	@Bean
	@Lazy
	@Order(LOCKS_SECTION_ORDER)
	LocksSection dbmonitorLocksSection(Sessions sessions) {
		return new LocksSection(sessions);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ServerStatements dbmonitorServerStatements(DatabaseMonitor monitor) {
		return new ServerStatements(monitor);
	}

	@Bean
	@ConditionalOnMissingBean
	Sessions dbmonitorSessions(MonitoredDataSources dataSources, DatabaseMonitor monitor,
			ObjectProvider<Leases> leases) {
		return new Sessions(dataSources, monitor, leases.getIfAvailable(), InstantSource.system());
	}

}
