package io.dbmonitor.hibernate;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.dbmonitor.audit.AuditBaseline;
import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.EntitySnapshot;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.hibernate.model.EntityWorkload;
import io.dbmonitor.hibernate.model.ModelApplication;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Behind a baseline replaying the history gives the rows, of those too that were there
 * before the audit, whatever happens meanwhile.
 */
@PostgresTest
class AuditBaselineTests {

	private static final int STEPS = 4;

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2" })
	void whatWasThereBeforeHasABeginning(String platform, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(platform, database)) {
			work(context, new Random(1), 150);
			forget(context);
			assertThat(take(context)).isGreaterThan(50);
			assertThat(take(context)).isZero();
			History history = new History(context);
			history.next();
			assertThat(history.state())
				.containsExactlyInAnyOrderEntriesOf(Rows.read(context.getBean(SessionFactory.class)));
			work(context, new Random(2), 30);
			history.next();
			assertThat(history.state())
				.containsExactlyInAnyOrderEntriesOf(Rows.read(context.getBean(SessionFactory.class)));
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2" })
	void noOlderStateStandsBehindANewerChange(String platform, PostgresDatabase database) throws Exception {
		try (ConfigurableApplicationContext context = run(platform, database)) {
			work(context, new Random(3), 150);
			forget(context);
			ExecutorService executor = Executors.newCachedThreadPool();
			AtomicBoolean ended = new AtomicBoolean();
			LongAdder committed = new LongAdder();
			// Several would write over each other, where an entity has no version
			Future<?> writer = executor.submit(() -> {
				for (Random random = new Random(10); !ended.get(); committed.increment()) {
					transaction(context, random);
				}
			});
			Future<Long> other = executor.submit(() -> take(context));
			long taken = take(context) + other.get();
			ended.set(true);
			writer.get();
			executor.shutdown();
			take(context);
			assertThat(taken).isPositive();
			assertThat(committed.sum()).isPositive();
			assertThatCompleteHistoriesTellTheRows(context);
		}
	}

	/**
	 * What was changed before its baseline could be taken has a history without a
	 * beginning.
	 */
	private static void assertThatCompleteHistoriesTellTheRows(ConfigurableApplicationContext context) {
		AuditHistory history = context.getBean(AuditHistory.class);
		LongAdder complete = new LongAdder();
		Rows.read(context.getBean(SessionFactory.class)).forEach((entity, row) -> {
			String[] parts = entity.split("/", 2);
			EntitySnapshot now = history.at(parts[0], parts[1], Instant.now()).orElseThrow();
			if (now.complete()) {
				assertThat(History.texts(now.values())).as(entity).isEqualTo(row);
				complete.increment();
			}
		});
		assertThat(complete.sum()).isGreaterThan(20);
	}

	@Test
	void whatWasWrittenBeforeABaselineAndCommittedBehindItIsBehindIt(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run("postgresql", database);
				EntityManager entityManager = context.getBean(EntityManagerFactory.class).createEntityManager()) {
			work(context, new Random(5), 150);
			forget(context);
			EntityWorkload workload = EntityWorkload.all(entityManager, new Random(6));
			entityManager.getTransaction().begin();
			for (int i = 0; i < 2000; i++) {
				workload.step();
			}
			entityManager.flush();
			assertThat(take(context)).isGreaterThan(20);
			entityManager.getTransaction().commit();
			assertThat(database.number("select count(*) from dbmonitor_change_set where id <"
					+ " (select min(change_set_id) from dbmonitor_change where operation = 'BASELINE')"))
				.as("parts of a transaction that has not ended")
				.isPositive();
			assertThatCompleteHistoriesTellTheRows(context);
		}
	}

	@Test
	void aBaselineIsNoCreationAndNothingToUndo(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run("postgresql", database)) {
			work(context, new Random(4), 50);
			forget(context);
			Instant before = Instant.now();
			take(context);
			AuditHistory history = context.getBean(AuditHistory.class);
			ChangeSet first = history.find(new AuditQuery(null, null, null, null, null, null, 0, 1)).get(0);
			Change change = first.changes().get(0);
			assertThat(first.changes()).extracting(Change::operation).containsOnly(ChangeOperation.BASELINE);
			assertThat(history.undo(first.id()).orElseThrow().steps()).isEmpty();
			assertThat(history.at(change.entity(), change.id(), before)).isEmpty();
			assertThat(history.at(change.entity(), change.id(), Instant.now()))
				.hasValueSatisfying((now) -> assertThat(now.complete()).isTrue());
		}
	}

	@Test
	void whatIsNoEntityOrNotAuditedIsRefused(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run("postgresql", database, "dbmonitor.audit.exclude=Product")) {
			AuditBaseline baseline = context.getBean(AuditBaseline.class);
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> baseline.take(String.class))
				.withMessage("java.lang.String is no entity");
			Class<?> product = types(context).stream()
				.filter((type) -> type.getSimpleName().equals("Product"))
				.findFirst()
				.orElseThrow();
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> baseline.take(product))
				.withMessageEndingWith("Product is not audited");
		}
	}

	private static long take(ConfigurableApplicationContext context) {
		AuditBaseline baseline = context.getBean(AuditBaseline.class);
		return types(context).stream().mapToLong(baseline::take).sum();
	}

	private static List<Class<?>> types(ConfigurableApplicationContext context) {
		List<Class<?>> types = new ArrayList<>();
		context.getBean(SessionFactory.class)
			.unwrap(SessionFactoryImplementor.class)
			.getMappingMetamodel()
			.forEachEntityDescriptor((persister) -> {
				if (isRoot(persister)) {
					types.add(persister.getMappedClass());
				}
			});
		return types;
	}

	private static boolean isRoot(EntityPersister persister) {
		return Objects.equals(persister.getRootEntityName(), persister.getEntityName());
	}

	private static void forget(ConfigurableApplicationContext context) {
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		jdbc.update("delete from dbmonitor_change");
		jdbc.update("delete from dbmonitor_change_set");
	}

	private static void work(ConfigurableApplicationContext context, Random random, int transactions) {
		for (int i = 0; i < transactions; i++) {
			transaction(context, random);
		}
	}

	private static void transaction(ConfigurableApplicationContext context, Random random) {
		try (EntityManager entityManager = context.getBean(EntityManagerFactory.class).createEntityManager()) {
			EntityWorkload workload = EntityWorkload.all(entityManager, random);
			entityManager.getTransaction().begin();
			try {
				for (int i = random.nextInt(STEPS); i >= 0; i--) {
					workload.step();
				}
				entityManager.getTransaction().commit();
			}
			finally {
				if (entityManager.getTransaction().isActive()) {
					entityManager.getTransaction().rollback();
				}
			}
		}
	}

	private static ConfigurableApplicationContext run(String platform, PostgresDatabase database,
			String... properties) {
		return new SpringApplicationBuilder(ModelApplication.class)
			.properties(platform.equals("h2") ? new String[] { "spring.datasource.url=jdbc:h2:mem:baseline" }
					: database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always",
					"spring.jpa.properties.hibernate.jdbc.batch_size=5")
			.properties(properties)
			.web(WebApplicationType.NONE)
			.run();
	}

}
