package io.dbmonitor.endpoint.autoconfigure;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.endpoint.DbMonitorEndpoint;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.Sections;
import io.dbmonitor.endpoint.ShowValues;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint.
 */
@AutoConfiguration
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(DbMonitorEndpoint.class)
@ConditionalOnFeature
@EnableConfigurationProperties(DbMonitorEndpointProperties.class)
public final class DbMonitorEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DbMonitorEndpoint dbmonitorEndpoint(ObjectProvider<Section> sections, DbMonitorEndpointProperties properties) {
		return new DbMonitorEndpoint(new Sections(sections.orderedStream().toList()),
				new ShowValues(properties.showValues(), properties.roles()));
	}

}
