package io.dbmonitor;

import java.util.stream.Stream;

import io.dbmonitor.app.Customer;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import io.dbmonitor.testing.RunningApplication;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where beans are made when they are asked for, nobody asks for the monitor's, and it is
 * at work all the same.
 */
@PostgresTest
@Proves(area = Proves.Area.SPRING, subject = "Lazy initialization",
		note = "statements, pool, state of the database, audit, meters")
class LazyInitializationTests {

	@Test
	void everyFeatureIsAtWork(PostgresDatabase database) {
		try (RunningApplication application = RunningApplication.start(JpaApplication.class,
				Stream
					.concat(Stream.of(database.dataSourceProperties()),
							Stream.of("spring.main.lazy-initialization=true", "spring.jpa.hibernate.ddl-auto=create"))
					.toArray(String[]::new))) {
			application.bean(TransactionTemplate.class)
				.executeWithoutResult(
						(status) -> application.bean(EntityManager.class).persist(new Customer("Somebody")));
			assertThat(application.http()
				.json("/actuator/dbmonitor/queries?contains=insert+into+customer")
				.list("$.queries[*].calls")).containsExactly(1);
			assertThat(application.overview().number("$.audit.created")).isEqualTo(1);
			assertThat(application.overview().number("$.dataSources[0].pool.max")).isEqualTo(10);
			await().untilAsserted(() -> {
				assertThat(application.overview().isTrue("$.dataSources[0].database.reachable")).isTrue();
				assertThat(application.scrape().value("dbmonitor_database_up{datasource=\"dataSource\"}")).isEqualTo(1);
				assertThat(application.http().json("/actuator/dbmonitor/history").list("$.times")).isNotEmpty();
			});
			assertThat(application.scrape().tagValues("dbmonitor_audit_changes_total", "operation")).contains("create");
		}
	}

}
