package io.dbmonitor.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The monitor as a whole.
 *
 * @param enabled Whether the monitor does anything at all.
 */
@ConfigurationProperties("dbmonitor")
public record MonitorProperties(@DefaultValue("true") boolean enabled) {

}
