package io.dbmonitor.app;

import java.util.Map;

import io.dbmonitor.testing.Json;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application on H2.
 */
@Proves(area = Proves.Area.DATABASES, subject = "H2 2",
		note = "statements, pool, sessions with who holds them, the audit in the same transaction")
class H2Tests {

	@Test
	void stateOfTheDatabaseIsJoinedWithTheApplication() {
		try (RunningApplication application = RunningApplication.start(JpaApplication.class,
				"spring.datasource.url=jdbc:h2:mem:joined", "spring.jpa.hibernate.ddl-auto=create",
				"dbmonitor.audit.store=jdbc", "dbmonitor.connection.interval=100ms")) {
			await().until(() -> application.overview().isTrue("$.dataSources[0].database.reachable"));
			Json overview = application.overview();
			assertThat(overview.string("$.dataSources[0].database.product")).isEqualTo("H2");
			assertThat(overview.number("$.dataSources[0].pool.max")).isEqualTo(10);
			changesAreKeptWithWhatWasChanged(application);
			Json queries = application.http().json("/actuator/dbmonitor/queries?contains=insert+into+customer");
			assertThat(queries.number("$.queries[0].calls")).isEqualTo(2);
			holderOfASessionIsKnown(application);
			assertThat(application.scrape().value("dbmonitor_faults_total{feature=\"database\"}")).isZero();
		}
	}

	private static void changesAreKeptWithWhatWasChanged(RunningApplication application) {
		EntityManager entityManager = application.bean(EntityManager.class);
		TransactionTemplate transactions = application.bean(TransactionTemplate.class);
		transactions.executeWithoutResult((status) -> entityManager.persist(new Customer("kept")));
		transactions.executeWithoutResult((status) -> {
			entityManager.persist(new Customer("in vain"));
			entityManager.flush();
			status.setRollbackOnly();
		});
		assertThat(application.bean(JdbcTemplate.class)
			.queryForList("select entity || ' ' || operation from dbmonitor_change", String.class))
			.containsExactly("Customer CREATE");
	}

	private static void holderOfASessionIsKnown(RunningApplication application) {
		JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
		application.bean(TransactionTemplate.class).executeWithoutResult((status) -> {
			Integer id = jdbc.queryForObject("select session_id()", Integer.class);
			Map<String, Object> session = await().until(() -> application.http()
				.json("/actuator/dbmonitor/sessions")
				.objects("$.sessions[?(@.pid == " + id + " && @.lease)]")
				.stream()
				.findFirst()
				.orElse(Map.of()), (found) -> !found.isEmpty());
			assertThat(session).containsEntry("owner", "own");
			assertThat(String.valueOf(session.get("lease"))).contains("H2Tests.holderOfASessionIsKnown");
		});
	}

}
