package io.dbmonitor.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditActorResolver;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.DatabaseSession;
import io.dbmonitor.audit.jdbc.postgresql.trigger.AuditTriggers;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.hibernate.model.EntityWorkload;
import io.dbmonitor.hibernate.model.KeySql;
import io.dbmonitor.hibernate.model.ModelApplication;
import io.dbmonitor.hibernate.model.PastMapper;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With triggers, replaying the history gives exactly the rows in the tables, whoever
 * wrote them and however: nothing is missed, nothing is there twice, the actor is right
 * wherever the application wrote, and what other programs wrote is on the bypass list,
 * and nothing else.
 */
@PostgresTest
@Tag("load")
class TriggerReplayTests {

	private static final int TRANSACTIONS = 80;

	private static final int MAX_STEPS = 5;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void everyWriteIsThereOnce(long seed, PostgresDatabase database) throws SQLException {
		String[] properties = Stream.concat(Stream.of(database.dataSourceProperties()),
				Stream.of("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=jdbc",
						"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
						"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.patience=0s",
						"spring.jpa.properties.hibernate.jdbc.batch_size=5"))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ModelApplication.class, Actors.class)
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run()) {
			// Without patience, its own thread would join what is not told yet
			context.getBean(AuditTriggers.class).stop();
			new Work(context, database, seed).run();
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	/** Says who acts. */
	@Configuration(proxyBeanMethods = false)
	static class Actors {

		@Bean
		Actor actor() {
			return new Actor();
		}

	}

	/** Whoever it is just now. */
	static final class Actor implements AuditActorResolver {

		private String name = "nobody";

		@Override
		public String resolve() {
			return this.name;
		}

	}

	/** What is done in one test. */
	private static final class Work {

		private final ConfigurableApplicationContext context;

		private final PostgresDatabase database;

		private final Random random;

		private final long seed;

		private final History history;

		private final KeySql keys;

		/** Those of the last transaction. */
		private final List<String> statements = new ArrayList<>();

		private int bypassing;

		Work(ConfigurableApplicationContext context, PostgresDatabase database, long seed) throws SQLException {
			this.context = context;
			this.database = database;
			this.seed = seed;
			this.random = new Random(seed);
			this.keys = KeySql.prepare(database, this.random);
			this.history = History.ofAnySource(context);
		}

		void run() throws SQLException {
			for (int i = 0; i < TRANSACTIONS; i++) {
				this.context.getBean(Actor.class).name = "actor " + i;
				int kind = this.random.nextInt(5);
				this.statements.clear();
				switch (kind) {
					case 0 -> psql();
					case 1 -> autoCommit();
					case 2 -> transaction(false);
					default -> transaction(true);
				}
				this.context.getBean(AuditTriggers.class).join();
				assertAgreement(i, kind);
			}
			assertThat(this.database.number("select count(*) from dbmonitor_row")).isZero();
			assertThat(this.database.number("select count(*) from dbmonitor_write")).isZero();
		}

		private void assertAgreement(int number, int kind) {
			List<ChangeSet> added = this.history.nextChangeSets();
			String description = "seed %d, transaction %d of kind %d by %s: %s".formatted(this.seed, number, kind,
					this.statements, added);
			assertThat(this.history.state()).as(description)
				.isEqualTo(Rows.read(this.context.getBean(SessionFactory.class)));
			if (kind == 0) {
				this.bypassing += added.size();
				assertThat(added).as(description)
					.allSatisfy((changeSet) -> assertThat(changeSet.context().session())
						.extracting(DatabaseSession::application)
						.isEqualTo("psql"))
					.allSatisfy((changeSet) -> assertThat(changeSet.changes()).extracting(Change::source)
						.containsOnly(ChangeSource.TRIGGER));
			}
			else {
				assertThat(added).as(description)
					.allSatisfy((changeSet) -> assertThat(changeSet.context().actor()).isEqualTo("actor " + number));
			}
			if (kind == 2) {
				assertThat(added).as(description)
					.allSatisfy((changeSet) -> assertThat(changeSet.changes()).extracting(Change::source)
						.containsOnly(ChangeSource.ORM));
			}
			assertThat(this.context.getBean(ChangeSetStore.class).find(AuditQuery.bypassed(null, null, 0, 10_000)))
				.as(description)
				.hasSize(this.bypassing);
		}

		/** Another program. */
		private void psql() throws SQLException {
			try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
				statement.execute("set application_name = 'psql'");
				connection.setAutoCommit(false);
				for (int i = this.random.nextInt(MAX_STEPS); i >= 0; i--) {
					statement.execute(sql());
				}
				if (this.random.nextInt(4) == 0) {
					connection.rollback();
				}
				else {
					connection.commit();
				}
			}
		}

		/**
		 * What empties a table leaves no rows that would tell, so it is not mixed with
		 * others.
		 */
		private String sql() {
			String sql = (this.random.nextInt(15) == 0) ? KeySql.truncation(this.random)
					: PastMapper.sql(this.random, this.keys);
			this.statements.add(sql);
			return sql;
		}

		private void autoCommit() {
			JdbcTemplate jdbc = new JdbcTemplate(this.context.getBean(javax.sql.DataSource.class));
			for (int i = this.random.nextInt(MAX_STEPS); i >= 0; i--) {
				jdbc.update(sql());
			}
		}

		private void transaction(boolean mixed) {
			try (EntityManager entityManager = this.context.getBean(EntityManagerFactory.class).createEntityManager()) {
				EntityWorkload workload = EntityWorkload.all(entityManager, this.random);
				PastMapper pastMapper = new PastMapper(entityManager, this.random, this.keys);
				entityManager.getTransaction().begin();
				for (int i = this.random.nextInt(MAX_STEPS) + 2; i >= 0; i--) {
					if (mixed && this.random.nextInt(3) == 0) {
						pastMapper.step();
					}
					else {
						workload.step();
					}
				}
				if (this.random.nextInt(4) > 0) {
					entityManager.getTransaction().commit();
				}
				else {
					entityManager.flush();
					entityManager.getTransaction().rollback();
				}
			}
		}

	}

}
