package io.dbmonitor.hibernate;

import java.util.List;
import java.util.function.Consumer;

import io.dbmonitor.app.Gadget;
import io.dbmonitor.app.JpaApplication;
import io.dbmonitor.audit.AuditQuery;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeSetStore;
import io.dbmonitor.audit.ValueChange;
import io.dbmonitor.testing.PostgresDatabase;
import io.dbmonitor.testing.PostgresTest;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fields are compared by their type and not by how they look, and a sensitive id is never
 * kept.
 */
@PostgresTest
class AuditValuesTests {

	@Test
	void arraysAreListedOnlyWhereTheyChangedAndASensitiveIdNever(PostgresDatabase database) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JpaApplication.class)
			.properties(database.dataSourceProperties())
			.properties("spring.jpa.hibernate.ddl-auto=create")
			.web(WebApplicationType.NONE)
			.run()) {
			EntityManager entityManager = context.getBean(EntityManager.class);
			context.getBean(TransactionTemplate.class)
				.executeWithoutResult(
						(status) -> entityManager.persist(new Gadget("secret-id", new byte[] { 1, 2, 3 }, "a", "b")));
			change(context, (gadget) -> gadget.setPicture(new byte[] { 3, 2, 1 }));
			change(context, (gadget) -> gadget.setStock(5));
			List<Change> newestFirst = context.getBean(ChangeSetStore.class)
				.find(new AuditQuery("Gadget", null, null, null, null, null, 0, 10))
				.stream()
				.flatMap((changeSet) -> changeSet.changes().stream())
				.toList();
			assertThat(newestFirst).hasSize(3).extracting(Change::id).containsOnly(ValueChange.MASK);
			assertThat(newestFirst.get(0).values()).containsOnlyKeys("stock");
			assertThat(newestFirst.get(1).values()).containsOnlyKeys("picture");
			assertThat(newestFirst).asString().doesNotContain("secret-id");
		}
	}

	private static void change(ConfigurableApplicationContext context, Consumer<Gadget> change) {
		EntityManager entityManager = context.getBean(EntityManager.class);
		context.getBean(TransactionTemplate.class)
			.executeWithoutResult((status) -> change.accept(entityManager.find(Gadget.class, "secret-id")));
	}

}
