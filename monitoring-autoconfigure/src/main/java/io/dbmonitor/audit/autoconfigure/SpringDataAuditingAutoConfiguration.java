package io.dbmonitor.audit.autoconfigure;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.autoconfigure.ConditionalOnFeature;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.data.jpa.domain.support.AuditingEntityListener;

/**
 * Auto-configuration of Spring Data's auditing, with the actor and the clock of the
 * audit, where nobody has configured it. Comes last: it cannot be configured twice.
 */
@AutoConfiguration(after = AuditAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(value = AuditingEntityListener.class,
		name = "org.springframework.beans.factory.aspectj.AnnotationBeanConfigurerAspect")
@ConditionalOnBean(value = AuditRecorder.class, type = "jakarta.persistence.EntityManagerFactory")
@ConditionalOnMissingBean(value = AuditingEntityListener.class, name = "jpaAuditingHandler")
@ConditionalOnFeature("audit.spring-data")
@EnableConfigurationProperties(SpringDataAuditingProperties.class)
@Import({ SpringDataAuditingConfigurations.ActorConfiguration.class,
		SpringDataAuditingConfigurations.ClockConfiguration.class,
		SpringDataAuditingConfigurations.EnablingConfiguration.class })
public final class SpringDataAuditingAutoConfiguration {

}
