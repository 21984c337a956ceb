package io.dbmonitor.datasource.autoconfigure;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which data sources are watched.
 *
 * @param exclude Names of DataSource beans to leave alone.
 */
@ConfigurationProperties("dbmonitor.datasource")
public record MonitoredDataSourceProperties(@DefaultValue Set<String> exclude) {

}
