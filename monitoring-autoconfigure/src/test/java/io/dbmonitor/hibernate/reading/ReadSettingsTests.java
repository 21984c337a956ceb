package io.dbmonitor.hibernate.reading;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.ReadSampling;
import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.RunningApplication;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Reads are kept as they were asked for, and cost nothing where they were not.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadSettingsTests {

	@ParameterizedTest
	@CsvSource({ "dbmonitor.audit.log=false, 3", "dbmonitor.audit.reads.Cabinet=0, 3",
			"dbmonitor.audit.enabled=false, 1" })
	void nobodyListensUnlessReadsAreAskedFor(String property, int listeners) {
		try (ConfigurableApplicationContext context = run(ReadingApplication.class, property)) {
			assertThat(context.getBean(EntityManagerFactory.class)
				.unwrap(SessionFactoryImplementor.class)
				.getEventListenerRegistry()
				.getEventListenerGroup(EventType.POST_LOAD)
				.count()).as("Hibernate's own, and one before and one behind it that hear of locks")
				.isEqualTo(listeners);
		}
	}

	@Test
	void entitiesThatNoPatternMatchesAreNotReadAudited() {
		try (ConfigurableApplicationContext context = run(ReadingApplication.class, "dbmonitor.audit.reads.Folder=1.0",
				"dbmonitor.audit.reads[*.reading.Cabinet]=0.0")) {
			fill(context);
			read(context);
			assertThat(context.getBean(AuditRecorder.class).count(ChangeOperation.READ, ChangeSource.ORM)).isEqualTo(1);
		}
	}

	@Test
	void aSampleIsKept() {
		try (ConfigurableApplicationContext context = run(EverySecondRead.class)) {
			fill(context);
			for (int i = 0; i < 10; i++) {
				read(context);
			}
			assertThat(context.getBean(AuditRecorder.class).count(ChangeOperation.READ, ChangeSource.ORM))
				.isEqualTo(10);
		}
	}

	@Test
	void theLogHasARecordOfEachRead(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(ReadingApplication.class, "dbmonitor.audit.reads.Cabinet=1",
				"dbmonitor.audit.log=true")) {
			fill(context);
			read(context);
		}
		assertThat(output).contains("CREATE Cabinet 1", "READ Cabinet 1").doesNotContain("READ Folder");
	}

	@Test
	void theOverviewSaysThatReadsAreASample() {
		try (RunningApplication application = RunningApplication.start(ReadingApplication.class,
				"spring.jpa.hibernate.ddl-auto=create-drop", "spring.datasource.url=jdbc:h2:mem:overview",
				"dbmonitor.audit.reads.Cabinet=1", "dbmonitor.audit.reads[*Folder]=0.25")) {
			fill(application.context());
			read(application.context());
			Json overview = application.overview();
			assertThat(overview.number("$.audit.reads.kept")).isGreaterThanOrEqualTo(1);
			assertThat(overview.object("$.audit.reads.probabilities"))
				.isEqualTo(Map.of("Cabinet", 1.0, "*Folder", 0.25));
			assertThat(application.scrape().toString()).contains("dbmonitor_audit_changes_total{operation=\"read\"");
		}
		try (RunningApplication application = RunningApplication.start(ReadingApplication.class,
				"spring.jpa.hibernate.ddl-auto=create-drop", "spring.datasource.url=jdbc:h2:mem:overview")) {
			assertThat(application.overview().object("$.audit")).doesNotContainKey("reads");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1.5  | Write a number from 0.0 to 1.0.
			-0.1 | Write a number from 0.0 to 1.0.
			NaN  | Write a number from 0.0 to 1.0.
			often | Write a number.
			""")
	void aProbabilityThatIsNoneEndsTheStart(String value, String action, CapturedOutput output) {
		assertThatThrownBy(() -> run(ReadingApplication.class, "dbmonitor.audit.reads.Cabinet=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START", "The property 'dbmonitor.audit.reads",
				'"' + value + '"', action);
	}

	private static void fill(ConfigurableApplicationContext context) {
		inTransaction(context, (entityManager) -> entityManager.persist(new Cabinet(1).with(new Folder(1))));
	}

	/** Reads a cabinet and a folder. */
	private static void read(ConfigurableApplicationContext context) {
		inTransaction(context, (entityManager) -> Hibernate.initialize(entityManager.find(Cabinet.class, 1L).folders));
	}

	private static void inTransaction(ConfigurableApplicationContext context, Consumer<EntityManager> work) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> work.accept(entityManager));
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(ReadingApplication.class, application)
			.properties("spring.datasource.url=jdbc:h2:mem:read-settings", "spring.jpa.hibernate.ddl-auto=create-drop")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	static class EverySecondRead {

		@Bean
		ReadSampling readSampling() {
			AtomicInteger reads = new AtomicInteger();
			return new ReadSampling(Map.of("*", 0.5), () -> (reads.getAndIncrement() % 2 == 0) ? 0.49 : 0.5);
		}

	}

}
