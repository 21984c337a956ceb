package io.dbmonitor.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.Replay;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application and other programs write the same few rows at the same time, while what
 * triggers record is joined: the history of each row ends with what is in the table, and
 * each write is on the right side.
 */
@PostgresTest
@Tag("load")
class TriggerLoadTests {

	private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 0, Integer.MAX_VALUE);

	private static final int ROWS = 5;

	private static final int THREADS = 8;

	private static final int WRITES = 300;

	@Test
	void writersOfAllKindsAtOnce(PostgresDatabase database)
			throws SQLException, ExecutionException, InterruptedException {
		List<String> properties = new ArrayList<>(List.of(database.dataSourceProperties()));
		properties.addAll(List.of("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=jdbc",
				"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
				"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.interval=20ms",
				"dbmonitor.audit.triggers.patience=5s"));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.run()) {
			Work work = new Work(context, database);
			work.createRows();
			int psql = work.run();
			// What other programs wrote waits for as long as the application is waited
			// for, behind what came before
			await().atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(database.number("select count(*) from dbmonitor_write")).isZero());
			work.assertHistoryEndsWithTheRows();
			assertThat(
					context.getBean(ChangeSetStore.class).find(AuditQuery.bypassed(null, null, 0, Integer.MAX_VALUE)))
				.hasSize(psql)
				.allSatisfy(
						(changeSet) -> assertThat(Objects.requireNonNull(changeSet.context().session()).application())
							.isEqualTo("psql"));
			AuditTriggers triggers = context.getBean(AuditTriggers.class);
			assertThat(triggers.bypassed()).isEqualTo(psql);
			await().untilAsserted(() -> assertThat(triggers.backlogs()).singleElement()
				.satisfies((backlog) -> assertThat(backlog.writes()).isZero()));
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	/** What is done. */
	private static final class Work {

		private final ConfigurableApplicationContext context;

		private final PostgresDatabase database;

		private final TransactionTemplate transactions;

		private final JdbcTemplate jdbc;

		private final EntityManager entityManager;

		private final List<Long> ids = new ArrayList<>();

		Work(ConfigurableApplicationContext context, PostgresDatabase database) {
			this.context = context;
			this.database = database;
			this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
			this.jdbc = context.getBean(JdbcTemplate.class);
			this.entityManager = context.getBean(EntityManager.class);
		}

		void createRows() {
			for (int i = 0; i < ROWS; i++) {
				Customer customer = new Customer("customer " + i);
				this.transactions.executeWithoutResult((status) -> this.entityManager.persist(customer));
				this.ids.add(Objects.requireNonNull(customer.getId()));
			}
		}

		/** Returns how many transactions of another program were committed. */
		int run() throws ExecutionException, InterruptedException {
			ExecutorService threads = Executors.newFixedThreadPool(THREADS);
			List<Future<Integer>> results = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int number = i;
				results.add(threads.submit(() -> write(number)));
			}
			int psql = 0;
			for (Future<Integer> result : results) {
				psql += result.get();
			}
			threads.shutdown();
			return psql;
		}

		private int write(int number) throws SQLException {
			Random random = new Random(number);
			int psql = 0;
			for (int i = 0; i < WRITES; i++) {
				Long id = this.ids.get(random.nextInt(ROWS));
				String value = number + " " + i;
				switch (random.nextInt(4)) {
					case 0 -> byHibernate(id, value, random);
					case 1 ->
						this.jdbc.update("update customer set city = ?, version = version + 1 where id = ?", value, id);
					case 2 -> this.transactions.executeWithoutResult((status) -> {
						this.jdbc.update("update customer set name = ?, version = version + 1 where id = ?", value, id);
						if (random.nextInt(5) == 0) {
							status.setRollbackOnly();
						}
					});
					default -> psql += byPsql(id, value, random);
				}
			}
			return psql;
		}

		private void byHibernate(Long id, String value, Random random) {
			try {
				this.transactions.executeWithoutResult((status) -> {
					Customer customer = this.entityManager.find(Customer.class, id);
					customer.setName(value);
					if (random.nextBoolean()) {
						this.entityManager.flush();
						this.jdbc.update("update customer set city = ?, version = version + 1 where id = ?", value, id);
					}
				});
			}
			catch (TransientDataAccessException | OptimisticLockException ex) {
				// Somebody else was faster: the version has changed
				assertThat(ex.getMessage()).containsIgnoringCase("customer");
			}
		}

		private int byPsql(Long id, String value, Random random) throws SQLException {
			try (Connection connection = this.database.connect();
					PreparedStatement statement = connection.prepareStatement(
							"update customer set name = ?, city = null, version = version + 1 where id = ?")) {
				connection.setClientInfo("ApplicationName", "psql");
				connection.setAutoCommit(random.nextBoolean());
				statement.setString(1, value);
				statement.setLong(2, id);
				statement.executeUpdate();
				if (!connection.getAutoCommit() && random.nextInt(5) == 0) {
					connection.rollback();
					return 0;
				}
				if (!connection.getAutoCommit()) {
					connection.commit();
				}
				return 1;
			}
		}

		void assertHistoryEndsWithTheRows() {
			List<ChangeSet> all = new ArrayList<>(this.context.getBean(ChangeSetStore.class).find(ALL));
			Collections.reverse(all);
			Replay replay = Replay.ofAnySource();
			all.forEach(replay::apply);
			Map<String, Map<String, Object>> rows = new TreeMap<>();
			this.jdbc.query("select id, name, city, version from customer", (row) -> {
				Map<String, Object> values = new TreeMap<>();
				values.put("name", row.getString("name"));
				values.put("version", row.getInt("version"));
				if (row.getString("city") != null) {
					values.put("address.city", row.getString("city"));
				}
				rows.put("Customer/" + row.getLong("id"), values);
			});
			Map<String, Map<String, Object>> replayed = new TreeMap<>(replay.state());
			assertThat(replayed).isEqualTo(rows);
		}

	}

}
