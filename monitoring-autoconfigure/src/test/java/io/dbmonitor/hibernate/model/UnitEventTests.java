package io.dbmonitor.hibernate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.dbmonitor.audit.event.AfterEntityChange;
import io.dbmonitor.audit.event.BeforeEntityChange;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Listeners hear of entities of each persistence unit, and each unit's transaction is its
 * own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnitEventTests {

	private final ConfigurableApplicationContext context = new SpringApplicationBuilder(TwoUnitsApplication.class,
			Listeners.class)
		.properties("spring.datasource.url=jdbc:h2:mem:events-first", "second.url=jdbc:h2:mem:events-second",
				"spring.data.jpa.repositories.enabled=false")
		.web(WebApplicationType.NONE)
		.run();

	private final Listeners listeners = this.context.getBean(Listeners.class);

	private final EntityManagerFactory products = this.context.getBean("products", EntityManagerFactory.class);

	private final EntityManagerFactory others = this.context.getBean("others", EntityManagerFactory.class);

	@AfterEach
	void noFaults() {
		this.listeners.reset();
		assertThat(this.context.getBean(Faults.class).faults(Feature.AUDIT)).isZero();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void listenersHearOfEachUnit() {
		this.listeners.beforeDocument = (document) -> document.title = "set";
		Product product = create();
		Document document = this.others.callInTransaction((entityManager) -> {
			Document created = new Document();
			entityManager.persist(created);
			return created;
		});
		assertThat(this.listeners.heard).containsExactly("Product " + product.id, "Document " + document.id);
		assertThat(titles()).contains("set");
	}

	@Test
	void whatAListenerWritesIntoTheOtherUnitIsHeard() {
		this.listeners.afterProduct = (product) -> this.others.runInTransaction((entityManager) -> {
			Document document = new Document();
			document.title = "of " + product.id;
			entityManager.persist(document);
		});
		Product product = create();
		assertThat(this.listeners.heard).hasSize(2).last().asString().startsWith("Document");
		assertThat(titles()).contains("of " + product.id);
	}

	@Test
	void aVetoInOneUnitReachesTheOther() {
		this.listeners.beforeDocument = (document) -> {
			throw new IllegalStateException("No documents");
		};
		List<String> before = titles();
		this.listeners.afterProduct = (product) -> this.others
			.runInTransaction((entityManager) -> entityManager.persist(new Document()));
		assertThat(catchThrowable(this::create)).hasRootCauseMessage("No documents");
		assertThat(titles()).isEqualTo(before);
	}

	private Product create() {
		return this.products.callInTransaction((entityManager) -> {
			Product product = new Product();
			entityManager.persist(product);
			return product;
		});
	}

	private List<String> titles() {
		return this.others.callInTransaction((entityManager) -> entityManager
			.createQuery("select d.title from Document d order by d.id", String.class)
			.getResultList());
	}

	/** Do what a test says. */
	static class Listeners {

		private final List<String> heard = new ArrayList<>();

		private Consumer<Document> beforeDocument = Listeners::ignore;

		private Consumer<Product> afterProduct = Listeners::ignore;

		private static void ignore(Object entity) {
		}

		private void reset() {
			this.heard.clear();
			this.beforeDocument = Listeners::ignore;
			this.afterProduct = Listeners::ignore;
		}

		@EventListener
		void beforeDocument(BeforeEntityChange<Document> event) {
			this.beforeDocument.accept(event.entity());
		}

		@EventListener
		void afterDocument(AfterEntityChange<Document> event) {
			this.heard.add("Document " + event.id());
		}

		@EventListener
		void afterProduct(AfterEntityChange<Product> event) {
			this.heard.add("Product " + event.id());
			this.afterProduct.accept(event.entity());
		}

	}

}
