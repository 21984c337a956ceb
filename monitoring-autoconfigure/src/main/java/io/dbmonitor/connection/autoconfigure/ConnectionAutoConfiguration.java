package io.dbmonitor.connection.autoconfigure;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.connection.LeaseWatch;
import io.dbmonitor.connection.Leases;
import io.dbmonitor.connection.Pools;
import io.dbmonitor.connection.endpoint.ConnectionsSection;
import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.datasource.autoconfigure.MonitoredDataSourceAutoConfiguration;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.work.CallSites;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of leases and pools.
 */
@AutoConfiguration(after = MonitoredDataSourceAutoConfiguration.class)
@ConditionalOnBean(MonitoredDataSources.class)
@ConditionalOnFeature("connection")
@EnableConfigurationProperties(ConnectionProperties.class)
@ImportRuntimeHints(ConnectionRuntimeHints.class)
public final class ConnectionAutoConfiguration {

	private static final int SECTION_ORDER = 20;

	@Bean
	@ConditionalOnMissingBean
	Leases dbmonitorLeases(ConnectionProperties properties, ObjectProvider<SessionIds> sessionIds, CallSites callSites,
			Faults faults) {
		return new Leases(properties.settings(), SessionIds.firstOf(sessionIds.orderedStream().toList()), callSites,
				faults);
	}

	@Bean
	@ConditionalOnMissingBean
	LeaseWatch dbmonitorLeaseWatch(Leases leases, ConnectionProperties properties, Faults faults) {
		return new LeaseWatch(leases, properties.settings(), faults);
	}

	@Bean
	@ConditionalOnMissingBean
	Pools dbmonitorPools(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
		return new Pools(new CompositeDataSourcePoolMetadataProvider(providers.orderedStream().toList()));
	}

	@Bean
	@Lazy
	@Order(SECTION_ORDER)
	ConnectionsSection dbmonitorConnectionsSection(MonitoredDataSources dataSources, Pools pools, Leases leases) {
		return new ConnectionsSection(dataSources, pools, leases);
	}

}
