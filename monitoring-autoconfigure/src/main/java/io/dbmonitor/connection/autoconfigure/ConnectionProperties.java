package io.dbmonitor.connection.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Connections and pools.
 *
 * @param enabled Whether pools and the holders of connections are watched.
 */
@ConfigurationProperties("dbmonitor.connection")
public record ConnectionProperties(@DefaultValue("true") boolean enabled) {

}
