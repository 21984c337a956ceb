package io.dbmonitor.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Random;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.hibernate.model.EntityWorkload;
import io.dbmonitor.hibernate.model.ModelApplication;
import io.dbmonitor.hibernate.model.StatelessWorkload;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replaying the history gives exactly the rows in the tables, at every commit, whatever
 * is done to entities of whatever mapping; what is rolled back never shows.
 */
@PostgresTest
@Tag("load")
class AuditReplayTests {

	private static final int TRANSACTIONS = 60;

	private static final int MAX_STEPS = 6;

	@ParameterizedTest
	@CsvSource({ "1, memory", "2, memory", "3, memory", "4, jdbc", "5, jdbc", "6, jdbc" })
	void onPostgres(long seed, String store, PostgresDatabase database) throws SQLException {
		work(seed, store, database.dataSourceProperties());
	}

	@ParameterizedTest
	@CsvSource({ "7, memory", "8, jdbc" })
	void onH2(long seed, String store) throws SQLException {
		work(seed, store, "spring.datasource.url=jdbc:h2:mem:replay-" + store);
	}

	static void work(long seed, String store, String... database) throws SQLException {
		String[] properties = Stream.concat(Stream.of(database),
				Stream.of("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=" + store,
						"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.memory.max-change-sets=10000",
						"spring.jpa.properties.hibernate.jdbc.batch_size=5"))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ModelApplication.class)
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run()) {
			History history = new History(context);
			Random random = new Random(seed);
			for (int i = 0; i < TRANSACTIONS; i++) {
				boolean commit = random.nextInt(4) > 0;
				SessionFactory factory = context.getBean(SessionFactory.class);
				switch (random.nextInt(5)) {
					case 0 -> statelessTransaction(factory, random, commit);
					case 1 -> jdbcTransaction(factory, context.getBean(DataSource.class), random, commit);
					default -> transaction(context.getBean(EntityManagerFactory.class), random, commit);
				}
				assertThat(history.next()).as("seed %d, change sets of transaction %d", seed, i)
					.isLessThanOrEqualTo(commit ? 1 : 0);
				assertThat(history.state()).as("seed %d, after transaction %d", seed, i)
					.isEqualTo(Rows.read(context.getBean(SessionFactory.class)));
			}
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	private static void transaction(EntityManagerFactory factory, Random random, boolean commit) {
		try (EntityManager entityManager = factory.createEntityManager()) {
			EntityWorkload workload = EntityWorkload.all(entityManager, random);
			entityManager.getTransaction().begin();
			steps(random, workload::step);
			if (random.nextInt(3) == 0) {
				inVain(entityManager, random, workload);
				steps(random, workload::step);
			}
			if (commit) {
				entityManager.getTransaction().commit();
			}
			else {
				entityManager.flush();
				entityManager.getTransaction().rollback();
			}
		}
	}

	/** What is rolled back to a savepoint. */
	private static void inVain(EntityManager entityManager, Random random, EntityWorkload workload) {
		Session session = entityManager.unwrap(Session.class);
		entityManager.flush();
		Savepoint savepoint = session.doReturningWork(Connection::setSavepoint);
		steps(random, workload::step);
		entityManager.flush();
		session.doWork((connection) -> connection.rollback(savepoint));
		entityManager.clear();
	}

	private static void steps(Random random, Runnable step) {
		for (int i = random.nextInt(MAX_STEPS); i >= 0; i--) {
			step.run();
		}
	}

	/** A transaction that Hibernate knows nothing of. */
	private static void jdbcTransaction(SessionFactory factory, DataSource dataSource, Random random, boolean commit)
			throws SQLException {
		try (Connection connection = dataSource.getConnection();
				StatelessSession session = factory.withStatelessOptions()
					.connection(connection)
					.openStatelessSession()) {
			connection.setAutoCommit(false);
			steps(random, new StatelessWorkload(session, random)::step);
			if (commit) {
				connection.commit();
			}
			else {
				connection.rollback();
			}
		}
	}

	private static void statelessTransaction(SessionFactory factory, Random random, boolean commit) {
		try (StatelessSession session = factory.openStatelessSession()) {
			StatelessWorkload workload = new StatelessWorkload(session, random);
			session.beginTransaction();
			steps(random, workload::step);
			if (commit) {
				session.getTransaction().commit();
			}
			else {
				session.getTransaction().rollback();
			}
		}
	}

}
