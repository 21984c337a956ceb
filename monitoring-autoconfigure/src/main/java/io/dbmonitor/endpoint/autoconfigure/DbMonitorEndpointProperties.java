package io.dbmonitor.endpoint.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The endpoint.
 *
 * @param showValues When to show values that may be personal, such as those of changed
 * fields.
 * @param roles Roles of users to whom values are shown when that takes an authorisation;
 * when empty, all authenticated users are authorised.
 */
@ConfigurationProperties("management.endpoint.dbmonitor")
public record DbMonitorEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
