package io.dbmonitor.audit.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Spring Data's auditing.
 *
 * @param enabled Whether Spring Data's auditing (@CreatedBy, @LastModifiedDate, ...) is
 * configured with the actor and the clock of the audit, where the application has not
 * done it.
 */
@ConfigurationProperties("dbmonitor.audit.spring-data")
public record SpringDataAuditingProperties(@DefaultValue("true") boolean enabled) {

}
