package io.dbmonitor.hibernate.reading;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Reads are kept in the database that they were read from, whatever became of their
 * transaction, and never at its expense.
 */
@PostgresTest
class StoredReadTests {

	private static final AuditQuery READS = new AuditQuery(null, null, null, ChangeOperation.READ, null, null, 0, 100);

	@ParameterizedTest
	@ValueSource(strings = { "h2", "postgresql" })
	void readsOfTransactionsThatCannotWriteAreKept(String product, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(properties(product, database))) {
			fill(context);
			TransactionTemplate readOnly = transaction(context);
			readOnly.setReadOnly(true);
			readOnly.setName("Archive.search");
			readOnly.executeWithoutResult(
					(status) -> Hibernate.initialize(entityManager(context).find(Cabinet.class, 1L).folders));
			awaitSets(context, 1);
			assertThat(sets(context).get(0).context().transaction()).isEqualTo("Archive.search");
			assertThat(sets(context).get(0).changes()).extracting((read) -> read.entity() + " " + read.id())
				.containsExactly("Cabinet 1", "Folder 1");
			assertThat(context.getBean(AuditRecorder.class).count(ChangeOperation.READ, ChangeSource.ORM)).isEqualTo(2);
		}
	}

	@Test
	void readsOfTransactionsThatAreRolledBackAndOfNoneAreKept(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties())) {
			fill(context);
			transaction(context).executeWithoutResult((status) -> {
				entityManager(context).find(Cabinet.class, 1L);
				status.setRollbackOnly();
			});
			awaitSets(context, 1);
			entityManager(context).find(Folder.class, 1L);
			awaitSets(context, 2);
			assertThat(context.getBean(QueryStatistics.class).all()).isNotEmpty()
				.noneMatch((statement) -> statement.statement().contains("dbmonitor_"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2", "postgresql" })
	void whatWaitsIsWrittenWhenTheApplicationStops(String product, PostgresDatabase database) {
		String[] properties = properties(product, database);
		try (ConfigurableApplicationContext context = run(properties)) {
			fill(context);
			for (int i = 0; i < 250; i++) {
				inTransaction(context, (entityManager) -> entityManager.find(Cabinet.class, 1L));
			}
		}
		try (ConfigurableApplicationContext context = run(properties)) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			assertThat(
					jdbc.queryForObject("select count(*) from dbmonitor_change where operation = 'READ'", Long.class))
				.isEqualTo(250);
		}
	}

	@Test
	void aStoreThatFailsFailsNothingAndIsCounted(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties())) {
			fill(context);
			Faults faults = context.getBean(Faults.class);
			database.execute("alter table dbmonitor_change rename to elsewhere");
			inTransaction(context, (entityManager) -> entityManager.find(Cabinet.class, 1L));
			await().until(() -> faults.faults(Feature.AUDIT) == 1);
			database.execute("alter table elsewhere rename to dbmonitor_change");
			inTransaction(context, (entityManager) -> entityManager.find(Folder.class, 1L));
			awaitSets(context, 1);
			assertThat(database.number("select count(*) from dbmonitor_change where operation = 'READ'")).isEqualTo(1);
			assertThat(context.getBean(AuditRecorder.class).count(ChangeOperation.READ, ChangeSource.ORM)).isEqualTo(1);
			assertThat(faults.faults(Feature.AUDIT)).isEqualTo(1);
		}
	}

	@Test
	void aDatabaseThatForgetsItsConnectionsGetsNewOnes(PostgresDatabase database) throws SQLException {
		try (ConfigurableApplicationContext context = run(database.dataSourceProperties())) {
			fill(context);
			inTransaction(context, (entityManager) -> entityManager.find(Cabinet.class, 1L));
			awaitSets(context, 1);
			database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
					+ " where datname = current_database() and pid <> pg_backend_pid()");
			await().ignoreExceptions().until(() -> {
				inTransaction(context, (entityManager) -> entityManager.find(Cabinet.class, 1L));
				return true;
			});
			awaitSets(context, 2);
		}
	}

	@Test
	void eachReadIsKeptInTheDatabaseThatItCameFrom() {
		List<String> names = List.of("east", "west");
		names.forEach((name) -> {
			try (ConfigurableApplicationContext context = run("spring.datasource.url=" + url(name))) {
				fill(context);
			}
		});
		try (ConfigurableApplicationContext context = builder("spring.jpa.hibernate.ddl-auto=none")
			.sources(Routing.class)
			.run()) {
			names.forEach((name) -> {
				Routing.target.set(name);
				inTransaction(context, (entityManager) -> entityManager.find(Cabinet.class, 1L));
				entityManager(context).find(Folder.class, 1L);
			});
			names.forEach((name) -> {
				JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url(name), "sa", ""));
				await().untilAsserted(() -> assertThat(jdbc.queryForList(
						"select entity from dbmonitor_change where operation = 'READ' order by 1", String.class))
					.containsExactly("Cabinet", "Folder"));
			});
			assertThat(context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
		}
	}

	@Test
	void readsFromADataSourceThatIsNotWatchedAreKeptNowhere(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = builder(database.dataSourceProperties())
			.properties("dbmonitor.datasource.exclude=dataSource")
			.run()) {
			fill(context);
			inTransaction(context, (entityManager) -> entityManager.find(Cabinet.class, 1L));
			await().until(() -> context.getBean(Faults.class).faults(Feature.AUDIT) == 1);
			assertThat(context.getBean(AuditRecorder.class).count(ChangeOperation.READ, ChangeSource.ORM)).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void readsStandInTheLifeOfAnEntityAndChangeNothingOfIt(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = builder(database.dataSourceProperties())
			.properties("dbmonitor.audit.store=" + store)
			.run()) {
			fill(context);
			AuditHistory history = context.getBean(AuditHistory.class);
			inTransaction(context, (entityManager) -> entityManager.find(Folder.class, 1L));
			awaitSets(context, 1);
			assertThat(history.of(Folder.class, 1L, 0, 10)).extracting((set) -> set.changes().get(0).operation())
				.containsExactly(ChangeOperation.READ, ChangeOperation.CREATE);
			ChangeSet reads = sets(context).get(0);
			assertThat(history.undo(reads.id())).hasValueSatisfying((plan) -> assertThat(plan.steps()).isEmpty());
			ChangeSet creation = history.of(Folder.class, 1L, 1, 1).get(0);
			assertThat(history.undo(creation.id())).hasValueSatisfying((plan) -> assertThat(plan.isSafe()).isTrue());
			assertThat(history.at(Folder.class, 1L, reads.at().plusSeconds(1))).hasValueSatisfying((then) -> {
				assertThat(then.complete()).isTrue();
				assertThat(then.values()).containsEntry("title", "title 1");
			});
		}
	}

	private static void fill(ConfigurableApplicationContext context) {
		SessionFactory factory = context.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class);
		factory.inTransaction((session) -> session.persist(new Cabinet(1).with(new Folder(1))));
	}

	private static void awaitSets(ConfigurableApplicationContext context, int count) {
		await().untilAsserted(() -> assertThat(sets(context)).hasSize(count));
	}

	private static List<ChangeSet> sets(ConfigurableApplicationContext context) {
		return context.getBean(ChangeSetStore.class).find(READS);
	}

	private static EntityManager entityManager(ConfigurableApplicationContext context) {
		return context.getBean(EntityManager.class);
	}

	private static TransactionTemplate transaction(ConfigurableApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	private static void inTransaction(ConfigurableApplicationContext context, Consumer<EntityManager> work) {
		transaction(context).executeWithoutResult((status) -> work.accept(entityManager(context)));
	}

	private static String[] properties(String product, PostgresDatabase database) {
		return product.equals("h2") ? new String[] { "spring.datasource.url=" + url("stored" + System.nanoTime()) }
				: database.dataSourceProperties();
	}

	private static String url(String name) {
		return "jdbc:h2:mem:reads-" + name + ";DB_CLOSE_DELAY=-1";
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return builder(properties).run();
	}

	private static SpringApplicationBuilder builder(String... properties) {
		return new SpringApplicationBuilder(ReadingApplication.class)
			.properties("spring.jpa.hibernate.ddl-auto=update", "dbmonitor.audit.store=jdbc",
					"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.reads[*]=1")
			.properties(properties)
			.web(WebApplicationType.NONE);
	}

	@Configuration(proxyBeanMethods = false)
	static class Routing {

		private static final AtomicReference<String> target = new AtomicReference<>("east");

		@Bean
		DataSource dataSource() {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return Objects.requireNonNull(target.get());
				}

			};
			routing.setTargetDataSources(Map.of("east", pool("east"), "west", pool("west")));
			return routing;
		}

		private static DataSource pool(String name) {
			return DataSourceBuilder.create().type(HikariDataSource.class).url(url(name)).username("sa").build();
		}

	}

}
