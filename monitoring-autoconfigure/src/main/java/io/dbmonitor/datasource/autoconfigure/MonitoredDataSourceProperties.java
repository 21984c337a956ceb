package io.dbmonitor.datasource.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which data sources are watched.
 *
 * @param exclude Names of DataSource beans to leave alone.
 * @param applicationName Name that connections to PostgreSQL are given where they have
 * none, such as "${spring.application.name}@${HOSTNAME}". HikariCP only. Without it none
 * is given.
 */
@ConfigurationProperties("dbmonitor.datasource")
public record MonitoredDataSourceProperties(@DefaultValue Set<String> exclude, @Nullable String applicationName) {

}
