package io.dbmonitor;

import java.util.List;

import io.dbmonitor.app.Customer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.audit.ChangeSetListener;
import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.query.ExecutionListener;
import io.dbmonitor.query.ExecutionObserver;
import io.dbmonitor.query.Operation;
import io.dbmonitor.testing.Prevents;
import io.dbmonitor.testing.RunningApplication;
import io.dbmonitor.testing.Scrape;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A fault of the monitor is counted and never reaches the application.
 */
class MonitorFaultTests {

	private static final String QUERY_FAULTS = "dbmonitor_faults_total{feature=\"query\"}";

	private static final String AUDIT_FAULTS = "dbmonitor_faults_total{feature=\"audit\"}";

	@Test
	void applicationWithoutFaultsCountsNone() {
		try (RunningApplication application = start(JpaApplication.class)) {
			assertThatTheApplicationWorks(application);
			assertThat(application.scrape().value(QUERY_FAULTS)).isZero();
			assertThat(application.scrape().value(AUDIT_FAULTS)).isZero();
		}
	}

	@Test
	@Prevents("datasource-proxy#112")
	void observerThatThrowsLeavesResultsAndExceptionsAsTheyAre() {
		try (RunningApplication application = start(ThrowingObserver.class)) {
			double before = application.scrape().value(QUERY_FAULTS);
			assertThatTheApplicationWorks(application);
			assertThat(application.scrape().value(QUERY_FAULTS)).isGreaterThan(before + 5);
		}
	}

	@Test
	void observerOfTheApplicationStandsBesideTheMeters() {
		try (RunningApplication application = start(ThrowingObserver.class)) {
			assertThatTheApplicationWorks(application);
			assertThat(
					application.scrape().tagValues("db_client_operation_duration_seconds_count", "db_operation_name"))
				.contains("SELECT");
		}
	}

	@Test
	void listenersThatFailLeaveResultsAndExceptionsAsTheyAre() {
		try (RunningApplication application = start(FailingListeners.class)) {
			double before = application.scrape().value(QUERY_FAULTS);
			assertThatTheApplicationWorks(application);
			assertThat(application.scrape().value(QUERY_FAULTS)).isGreaterThan(before + 5);
		}
	}

	@Test
	void observerThatCannotBeMadeLeavesTheApplicationAsItIs() {
		try (RunningApplication application = start(ThrowingFactory.class)) {
			assertThatTheApplicationWorks(application);
			Scrape scrape = application.scrape();
			assertThat(scrape.value(QUERY_FAULTS) + scrape.value("dbmonitor_faults_total{feature=\"datasource\"}"))
				.isPositive();
		}
	}

	@Test
	void actorResolverThatThrowsLeavesTheChangeWithoutAnActor() {
		try (RunningApplication application = start(ThrowingActor.class)) {
			assertThatTheApplicationWorks(application);
			assertThat(application.scrape().value(AUDIT_FAULTS)).isEqualTo(1);
			assertThat(
					application.http().json("/actuator/dbmonitor/audit").list("$.changeSets[*].changes[*].operation"))
				.containsExactly("CREATE");
		}
	}

	@Test
	void listenerThatThrowsLeavesTheTransactionCommitted() {
		try (RunningApplication application = start(ThrowingListener.class)) {
			assertThatTheApplicationWorks(application);
			assertThat(application.scrape().value(AUDIT_FAULTS)).isEqualTo(1);
		}
	}

	private static void assertThatTheApplicationWorks(RunningApplication application) {
		JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
		assertThat(jdbc.queryForList("select x from system_range(1, 3)", Integer.class)).containsExactly(1, 2, 3);
		assertThat(jdbc.update("update customer set name = name where 1 = 0")).isZero();
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jdbc.queryForList("select * from nowhere"))
			.withMessageContaining("nowhere")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		EntityManager entityManager = application.bean(EntityManager.class);
		Long id = application.bean(TransactionTemplate.class).execute((status) -> {
			Customer customer = new Customer("Somebody");
			entityManager.persist(customer);
			return customer.getId();
		});
		assertThat(jdbc.queryForObject("select name from customer where id = ?", String.class, id))
			.isEqualTo("Somebody");
	}

	private static RunningApplication start(Class<?> source) {
		return RunningApplication.start(source, "spring.datasource.url=jdbc:h2:mem:faults",
				"spring.jpa.hibernate.ddl-auto=create");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class ThrowingObserver implements ExecutionObserver {

		@Bean
		ExecutionObserver.Factory throwingObservers() {
			return (dataSource) -> this;
		}

		@Override
		public void executed(Operation operation, String errorType, long nanos) {
			throw new IllegalStateException("The observer fails");
		}

		@Override
		public void rows(long rows) {
			throw new IllegalStateException("The observer of rows fails");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class FailingListeners {

		@Bean
		ExecutionListener assertingListener() {
			return (execution) -> {
				throw new AssertionError("The listener's assertion");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class ThrowingFactory {

		@Bean
		ExecutionObserver.Factory throwingFactory() {
			return ThrowingFactory::refuse;
		}

		private static ExecutionObserver refuse(MonitoredDataSource dataSource) {
			throw new IllegalStateException("No observer for " + dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class ThrowingActor {

		@Bean
		AuditActorResolver throwingActor() {
			return () -> {
				throw new IllegalStateException("The resolver fails");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JpaApplication.class)
	static class ThrowingListener {

		@Bean
		ChangeSetListener throwingListener() {
			return (changeSet) -> {
				throw new IllegalStateException("The listener fails");
			};
		}

	}

}
