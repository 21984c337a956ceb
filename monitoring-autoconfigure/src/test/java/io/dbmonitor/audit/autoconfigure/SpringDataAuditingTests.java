package io.dbmonitor.audit.autoconfigure;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.autoconfigure.model.Stamped;
import io.dbmonitor.audit.autoconfigure.model.StampedApplication;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.Proves;
import org.aspectj.lang.annotation.Aspect;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.aspectj.AnnotationBeanConfigurerAspect;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.aspectj.EnableSpringConfigured;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.jpa.repository.config.EnableJpaAuditing;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Data's auditing goes by the audit's actor and clock, unless the application has
 * configured it.
 */
@Proves(area = Proves.Area.SPRING, subject = "Spring Data's auditing", note = "with the audit's actor and clock")
class SpringDataAuditingTests {

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, 100);

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(StampedApplication.class)
		.withPropertyValues("spring.datasource.generate-unique-name=true", "spring.jpa.hibernate.ddl-auto=create");

	@Test
	void theStampsAreThoseOfTheAudit() {
		this.application.withUserConfiguration(Alice.class, Noon.class).run((context) -> {
			Stamped created = create(context);
			assertThat(created.createdBy).isEqualTo("alice");
			assertThat(created.modifiedBy).isEqualTo("alice");
			assertThat(created.createdAt).isEqualTo(NOON);
			assertThat(created.modifiedAt).isEqualTo(LocalDateTime.ofInstant(NOON, ZoneId.systemDefault()));
			ChangeSet changeSet = context.getBean(ChangeSetStore.class).find(ALL).get(0);
			assertThat(changeSet.context().actor()).isEqualTo("alice");
			assertThat(changeSet.at()).isEqualTo(NOON);
		});
	}

	@Test
	void anUpdateIsStampedToo() {
		AtomicReference<String> actor = new AtomicReference<>("alice");
		this.application.withBean(AuditActorResolver.class, () -> actor::get).run((context) -> {
			Instant before = Instant.now();
			Stamped created = create(context);
			assertThat(created.createdAt).isBetween(before, Instant.now());
			actor.set("bob");
			SessionFactory sessionFactory = context.getBean(SessionFactory.class);
			sessionFactory.inTransaction((session) -> session.find(Stamped.class, created.id).text = "b");
			Stamped updated = sessionFactory.fromTransaction((session) -> session.find(Stamped.class, created.id));
			assertThat(updated.createdBy).isEqualTo("alice");
			assertThat(updated.modifiedBy).isEqualTo("bob");
		});
	}

	@Test
	void whereNobodyIsKnownOnlyTheTimeIsSet() {
		this.application.run((context) -> {
			Stamped created = create(context);
			assertThat(created.createdBy).isNull();
			assertThat(created.createdAt).isNotNull();
		});
	}

	@Test
	void aResolverThatFailsDoesNotFailTheApplication() {
		this.application.withBean(AuditActorResolver.class, () -> () -> {
			throw new IllegalStateException("no actor");
		}).run((context) -> {
			assertThat(create(context).createdBy).isNull();
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isPositive();
		});
	}

	@Test
	void anAuditorAndAClockOfTheApplicationAreUsed() {
		this.application.withUserConfiguration(Alice.class, OwnAuditor.class, OwnDateTime.class).run((context) -> {
			assertThat(context).hasSingleBean(AuditorAware.class).hasSingleBean(DateTimeProvider.class);
			Stamped created = create(context);
			assertThat(created.createdBy).isEqualTo("carol");
			assertThat(created.createdAt).isEqualTo(NOON);
		});
	}

	@Test
	void severalAuditorsAreLeftToTheApplication() {
		this.application.withUserConfiguration(OwnAuditor.class)
			.withBean("other", AuditorAware.class, () -> () -> Optional.of("dave"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("jpaAuditingHandler");
				assertThat(create(context).createdBy).isNull();
			});
	}

	@Test
	void whatTheApplicationHasConfiguredStays() {
		this.application.withUserConfiguration(Alice.class, OwnAuditing.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean("dbmonitorAuditorAware")
				.doesNotHaveBean("dbmonitorDateTimeProvider");
			Stamped created = create(context);
			assertThat(created.createdBy).isNull();
			assertThat(created.createdAt).isNotNull();
		});
	}

	@Test
	void noAspectBecomesABeanSinceEachBeanWouldBeMatchedWithIt() {
		this.application.run((context) -> assertThat(context.getBeansWithAnnotation(Aspect.class)).isEmpty());
	}

	@Test
	void theAspectOfAnApplicationThatUsesItItselfStays() {
		this.application.withUserConfiguration(Alice.class, OwnAspect.class).run((context) -> {
			assertThat(context).hasSingleBean(AnnotationBeanConfigurerAspect.class);
			assertThat(create(context).createdBy).isEqualTo("alice");
		});
	}

	@Test
	void itCanBeSwitchedOff() {
		for (String property : new String[] { "dbmonitor.audit.spring-data.enabled=false",
				"dbmonitor.audit.enabled=false", "dbmonitor.enabled=false" }) {
			this.application.withUserConfiguration(Alice.class).withPropertyValues(property).run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("jpaAuditingHandler");
				assertThat(create(context).createdBy).isNull();
			});
		}
	}

	@Test
	void withoutWhatSpringDataNeedsForItNothingIsDone() {
		this.application.withClassLoader(new FilteredClassLoader("org.springframework.beans.factory.aspectj"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("jpaAuditingHandler"));
		this.application
			.withClassLoader(new FilteredClassLoader("org.springframework.data", "org.springframework.boot.data"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SpringDataAuditingAutoConfiguration.class)
				.doesNotHaveBean(JpaRepositoryFactoryBean.class));
	}

	private static Stamped create(ApplicationContext context) {
		Stamped stamped = new Stamped();
		stamped.text = "a";
		context.getBean(SessionFactory.class).inTransaction((session) -> session.persist(stamped));
		return stamped;
	}

	@Configuration(proxyBeanMethods = false)
	static class Alice {

		@Bean
		AuditActorResolver actor() {
			return () -> "alice";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Noon {

		@Bean
		Clock clock() {
			return Clock.fixed(NOON, ZoneOffset.UTC);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAuditor {

		@Bean
		AuditorAware<String> auditor() {
			return () -> Optional.of("carol");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDateTime {

		@Bean
		DateTimeProvider dateTime() {
			return () -> Optional.of(NOON);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableSpringConfigured
	static class OwnAspect {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableJpaAuditing
	static class OwnAuditing {

	}

}
