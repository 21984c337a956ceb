package io.dbmonitor.session.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sessions.
 *
 * @param control Whether sessions and their statements can be ended through the endpoint,
 * which takes write access to it as well.
 */
@ConfigurationProperties("dbmonitor.session")
public record SessionProperties(@DefaultValue("false") boolean control) {

}
