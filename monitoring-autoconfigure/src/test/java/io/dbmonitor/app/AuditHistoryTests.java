package io.dbmonitor.app;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.dbmonitor.audit.AuditHistory;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSet;
import io.dbmonitor.audit.UndoPlan;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.audit.ValueDifference;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import io.dbmonitor.testing.Proves;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application can ask of its history, in either store.
 */
@PostgresTest
@Proves(area = Proves.Area.SPRING, subject = "Spring Boot 4.0 and 4.1",
		note = "the audit, on both; the sample application with all of its tests too")
class AuditHistoryTests {

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void theLifeOfAnEntity(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, store)) {
			AuditHistory history = context.getBean(AuditHistory.class);
			Long id = Objects.requireNonNull(created(context, "Ann").getId());
			change(context, id, (customer) -> customer.setName("Anna"));
			change(context, id, (customer) -> customer.setCity("Rome"));
			List<ChangeSet> life = history.of(Customer.class, id, 0, 10);
			assertThat(life).extracting((changeSet) -> changeSet.changes().get(0).operation())
				.containsExactly(ChangeOperation.UPDATE, ChangeOperation.UPDATE, ChangeOperation.CREATE);
			assertThat(history.of(Customer.class, id, 1, 1)).containsExactly(life.get(1));
			Instant birth = life.get(2).at();
			assertThat(history.at(Customer.class, id, birth.minusSeconds(1))).isEmpty();
			assertThat(history.at(Customer.class, id, birth)).hasValueSatisfying((then) -> {
				assertThat(then.complete()).isTrue();
				assertThat(then.values()).containsEntry("name", "Ann").doesNotContainKey("address.city");
			});
			assertThat(history.difference(Customer.class, id, birth, Instant.now()))
				.containsEntry("name", new ValueDifference("Ann", "Anna"))
				.containsEntry("address.city", new ValueDifference(null, "Rome"))
				.doesNotContainKey("passwordHash");
			inTransaction(context, (entityManager) -> entityManager.remove(entityManager.find(Customer.class, id)));
			assertThat(history.at(Customer.class, id, Instant.now())).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void theStateOfAnEntityBehindALongLife(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, store)) {
			AuditHistory history = context.getBean(AuditHistory.class);
			Long id = Objects.requireNonNull(created(context, "Ann").getId());
			change(context, id, (customer) -> customer.setCity("Rome"));
			for (int i = 1; i <= 800; i++) {
				String name = "Ann " + i;
				change(context, id, (customer) -> customer.setName(name));
			}
			assertThat(history.at(Customer.class, id, Instant.now())).hasValueSatisfying((now) -> {
				assertThat(now.complete()).isTrue();
				assertThat(now.values()).containsEntry("name", "Ann 800").containsEntry("address.city", "Rome");
			});
			Instant half = history.of(Customer.class, id, 500, 1).get(0).at();
			assertThat(history.at(Customer.class, id, half))
				.hasValueSatisfying((then) -> assertThat(then.values()).containsEntry("name", "Ann 300"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void aPlanUndoesAChangeSetAndSaysWhatStandsAgainstIt(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, store)) {
			AuditHistory history = context.getBean(AuditHistory.class);
			Long ann = Objects.requireNonNull(created(context, "Ann").getId());
			change(context, ann, (customer) -> customer.setPasswordHash("first"));
			inTransaction(context, (entityManager) -> {
				Customer customer = entityManager.find(Customer.class, ann);
				customer.setName("Anna");
				customer.setPasswordHash("second");
				entityManager.flush();
				entityManager.persist(new Customer("Bob"));
			});
			ChangeSet changeSet = newest(history);
			assertThat(undo(history, changeSet).steps()).extracting((step) -> step.change().operation())
				.containsExactly(ChangeOperation.DELETE, ChangeOperation.UPDATE);
			UndoPlan.Step update = undo(history, changeSet).steps().get(1);
			assertThat(update.change().values()).containsEntry("name", new ValueChange("Anna", "Ann"));
			assertThat(update.conflicts()).isEmpty();
			assertThat(update.unknown()).containsExactly("passwordHash");
			change(context, ann, (customer) -> customer.setName("Hannah"));
			UndoPlan later = undo(history, changeSet);
			assertThat(later.steps().get(1).conflicts()).contains("name").doesNotContain("passwordHash");
			assertThat(later.isSafe()).isFalse();
			change(context, ann, (customer) -> customer.setCity("Rome"));
			assertThat(undo(history, newest(history)).isSafe()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void whatIsPendingIsKnownBeforeItIsFlushed(String store, PostgresDatabase database) {
		try (ConfigurableApplicationContext context = run(database, store)) {
			AuditHistory history = context.getBean(AuditHistory.class);
			Long id = Objects.requireNonNull(created(context, "Ann").getId());
			inTransaction(context, (entityManager) -> {
				Customer customer = entityManager.find(Customer.class, id);
				assertThat(history.pending(customer)).isEmpty();
				customer.setName("Anna");
				assertThat(history.pending(customer)).hasValueSatisfying((change) -> {
					assertThat(change.operation()).isEqualTo(ChangeOperation.UPDATE);
					assertThat(change.id()).isEqualTo(id.toString());
					assertThat(change.values()).containsOnlyKeys("name")
						.containsEntry("name", new ValueChange("Ann", "Anna"));
				});
				entityManager.flush();
				assertThat(history.pending(customer)).isEmpty();
				Customer added = new Customer("Bob");
				assertThat(history.pending(added)).isEmpty();
				entityManager.persist(added);
				assertThat(history.pending(added)).map(Change::operation).hasValue(ChangeOperation.CREATE);
				entityManager.remove(customer);
				assertThat(history.pending(customer)).map(Change::operation).hasValue(ChangeOperation.DELETE);
			});
			assertThat(history.pending("no entity")).isEmpty();
		}
	}

	private static UndoPlan undo(AuditHistory history, ChangeSet changeSet) {
		return history.undo(changeSet.id()).orElseThrow();
	}

	private static ChangeSet newest(AuditHistory history) {
		return history.find(new AuditQuery(null, null, null, null, null, null, 0, 1)).get(0);
	}

	private static Customer created(ConfigurableApplicationContext context, String name) {
		Customer customer = new Customer(name);
		inTransaction(context, (entityManager) -> entityManager.persist(customer));
		return customer;
	}

	private static void change(ConfigurableApplicationContext context, Long id, Consumer<Customer> change) {
		inTransaction(context, (entityManager) -> change.accept(entityManager.find(Customer.class, id)));
	}

	private static void inTransaction(ConfigurableApplicationContext context, Consumer<EntityManager> work) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> work.accept(entityManager));
	}

	private static ConfigurableApplicationContext run(PostgresDatabase database, String store) {
		return new SpringApplicationBuilder(JpaApplication.class).properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create", "dbmonitor.audit.store=" + store,
					"dbmonitor.audit.jdbc.initialize-schema=always")
			.web(WebApplicationType.NONE)
			.run();
	}

}
