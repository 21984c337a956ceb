package io.dbmonitor;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the code's shape: one sentence each.
 */
@AnalyzeClasses(packages = "io.dbmonitor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.dbmonitor.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule onlyWiringDependsOnWiring = noClasses().that()
		.resideOutsideOfPackage("..autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.dbmonitor..autoconfigure..");

	@ArchTest
	static final ArchRule queryMayUse = mayUse("query", "fault", "meter", "datasource", "work", "endpoint");

	@ArchTest
	static final ArchRule connectionMayUse = mayUse("connection", "fault", "meter", "datasource", "work", "endpoint");

	@ArchTest
	static final ArchRule databaseMayUse = mayUse("database", "fault", "meter", "datasource", "endpoint");

	@ArchTest
	static final ArchRule auditMayUse = mayUse("audit", "fault", "meter", "datasource", "work", "endpoint");

	@ArchTest
	static final ArchRule sessionMayUse = mayUse("session", "fault", "meter", "datasource", "connection", "database",
			"query", "endpoint");

	@ArchTest
	static final ArchRule alertMayUse = mayUse("alert", "fault", "meter", "datasource", "connection", "database",
			"database.postgresql", "database.mysql", "query", "session", "audit", "audit.jdbc.postgresql.trigger",
			"audit.jdbc.postgresql.seal", "endpoint");

	@ArchTest
	static final ArchRule historyMayUse = mayUse("history", "fault", "meter", "datasource", "connection", "database",
			"query", "endpoint");

	@ArchTest
	static final ArchRule planMayUse = mayUse("plan", "fault", "datasource", "database", "query");

	@ArchTest
	static final ArchRule proxyMayUse = mayUse("proxy", "fault", "datasource", "query", "connection", "audit", "work");

	@ArchTest
	static final ArchRule hibernateMayUse = mayUse("hibernate", "fault", "audit", "audit.event", "query", "work");

	@ArchTest
	static final ArchRule testSupportMayUse = mayUse("test", "query", "work");

	@ArchTest
	static final ArchRule nobodyUsesTestSupport = noClasses().that()
		.resideOutsideOfPackage("io.dbmonitor.test..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.dbmonitor.test..", "org.junit..", "org.assertj..", "org.springframework.test..");

	@ArchTest
	static final ArchRule datasourceMayUse = mayUse("datasource", "fault");

	@ArchTest
	static final ArchRule faultMayUse = mayUse("fault", "meter");

	@ArchTest
	static final ArchRule meterMayUse = mayUse("meter");

	@ArchTest
	static final ArchRule endpointMayUse = mayUse("endpoint");

	@ArchTest
	static final ArchRule featuresKnowTheEndpointOnlyInTheirSections = noClasses().that()
		.resideOutsideOfPackages("io.dbmonitor.endpoint..", "io.dbmonitor.*.endpoint", "..autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.dbmonitor.endpoint..");

	@ArchTest
	static final ArchRule onlyProxyKnowsDatasourceProxy = onlyIn("io.dbmonitor.proxy..", "net.ttddyy..");

	@ArchTest
	static final ArchRule onlyHibernateKnowsHibernate = onlyIn("io.dbmonitor.hibernate..", "org.hibernate..");

	@ArchTest
	static final ArchRule onlyHibernateKnowsLogback = onlyIn("io.dbmonitor.hibernate.logback..", "ch.qos.logback..");

	@ArchTest
	static final ArchRule onlyMetricsKnowMeters = onlyIn("io.dbmonitor.*.metrics..", "io.micrometer.core..");

	@ArchTest
	static final ArchRule onlyObservationKnowsObservations = onlyIn("io.dbmonitor.*.observation..",
			"io.micrometer.observation..", "io.dbmonitor.query.metrics..");

	@ArchTest
	static final ArchRule onlyWorkKnowsTracing = onlyIn("io.dbmonitor.work.tracing..", "io.micrometer.tracing..");

	@ArchTest
	static final ArchRule workMayUse = mayUse("work", "fault", "meter", "endpoint");

	@ArchTest
	static final ArchRule onlyEndpointKnowsTheActuator = onlyIn("io.dbmonitor.endpoint..",
			"org.springframework.boot.actuate..");

	@ArchTest
	static final ArchRule onlyEndpointKnowsJackson = onlyIn("io.dbmonitor.endpoint..", "com.fasterxml..");

	@ArchTest
	static final ArchRule onlySecurityKnowsSpringSecurity = onlyIn("io.dbmonitor.*.security..",
			"org.springframework.security..");

	@ArchTest
	static final ArchRule onlyHealthKnowsHealth = onlyIn("io.dbmonitor.*.health..",
			"org.springframework.boot.health..");

	@ArchTest
	static final ArchRule onlyWiringKnowsSpringData = onlyIn("io.dbmonitor.audit.autoconfigure..",
			"org.springframework.data..");

	@ArchTest
	static final ArchRule fewKnowPostgresDriver = onlyIn("io.dbmonitor.*.postgresql..", "org.postgresql..",
			"io.dbmonitor.audit.jdbc.postgresql..");

	@ArchTest
	static final ArchRule onlyTheDurableStoreAndNotifiersWriteJson = onlyIn("io.dbmonitor.audit.jdbc..",
			"tools.jackson..", "io.dbmonitor.alert.http..");

	@ArchTest
	static final ArchRule onlyMailKnowsMail = onlyIn("io.dbmonitor.alert.mail..", "org.springframework.mail..");

	@ArchTest
	static final ArchRule onlyDataSourceKnowsMariaDbDriver = onlyIn("io.dbmonitor.datasource.mysql..", "org.mariadb..");

	@ArchTest
	static final ArchRule onlyDataSourceKnowsMySqlDriver = onlyIn("io.dbmonitor.datasource.mysql..", "com.mysql..");

	@ArchTest
	static final ArchRule onlyDataSourceKnowsH2Driver = onlyIn("io.dbmonitor.datasource.h2..", "org.h2..");

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().should(new ArchCondition<>("be in a null-marked package") {

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
				events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
			}
		}

	});

	@ArchTest
	static final ArchRule beanMethodsAreNotPublic = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule autoConfigurationsAreFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule nothingIsInjectedIntoFields = noFields().should(beInjected());

	private static ArchRule mayUse(String feature, String... others) {
		DescribedPredicate<JavaClass> allowed = resideOutsideOfPackage("io.dbmonitor..")
			.or(resideInAPackage("io.dbmonitor." + feature + ".."));
		for (String other : others) {
			allowed = allowed.or(resideInAPackage("io.dbmonitor." + other));
		}
		return classes().that()
			.resideInAPackage("io.dbmonitor." + feature + "..")
			.and()
			.resideOutsideOfPackage("..autoconfigure..")
			.should()
			.onlyDependOnClassesThat(allowed.as("its own and " + String.join(", ", others)));
	}

	private static ArchRule onlyIn(String home, String library, String... also) {
		return noClasses().that()
			.resideOutsideOfPackages(home, "..autoconfigure..")
			.and()
			.resideOutsideOfPackages(also)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(library);
	}

	private static ArchCondition<JavaField> beInjected() {
		return new ArchCondition<>("be injected") {

			@Override
			public void check(JavaField field, ConditionEvents events) {
				boolean injected = field.isAnnotatedWith(Autowired.class) || field.isAnnotatedWith(Value.class);
				events.add(new SimpleConditionEvent(field, injected, field + " is injected"));
			}

		};
	}

}
